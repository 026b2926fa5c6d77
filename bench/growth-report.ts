import type { Step } from "./growth.ts";
import type { Options } from "./options.ts";
import { measuredOn, type Setting } from "./setting.ts";
import { rounded, table, times, whole } from "./tables.ts";

const HEAD = [
  "subscribers",
  "live sessions",
  "logins/s",
  "of small",
  "µs CPU a login",
  "of small",
  "reports/s",
  "of small",
  "µs CPU a report",
  "of small",
  "octets a subscriber",
  "octets a session",
  "Redis, MB",
] as const;

const cells = ({ grown, small }: Step): string[] =>
  (["logins", "interims"] as const).flatMap((load) =>
    (["perSecond", "cost"] as const).flatMap((what) => [
      rounded(grown[load][what]),
      times(grown[load][what] / small[load][what]),
    ]),
  );

/** The steps as a table. */
export const growthTable = (steps: readonly Step[]): string =>
  table(
    HEAD,
    steps.map((step) => [
      whole(step.subscribers),
      whole(step.live),
      ...cells(step),
      ...[step.perSubscriber, step.perSession, step.held / 1e6].map(rounded),
    ]),
    0,
  );

/** What of the small server's logins a second is left at a step. */
const loginsLeft = ({ grown, small }: Step): number => grown.logins.perSecond / small.logins.perSecond;

/** How the last step compares with the one before, which had a tenth of it. */
const inWords = (steps: readonly Step[]): string => {
  const [before, after] = steps.slice(-2);
  if (!before || !after) return "";
  return `With ${whole(after.subscribers)} people instead of ${whole(before.subscribers)} there are
${times(loginsLeft(after) / loginsLeft(before))} the logins a second (goal: 0.9 ×), and Redis holds ${rounded(after.held / 1e6)} MB (goal: at most 330).`;
};

/** The section of the document. */
export const growthSection = (steps: readonly Step[], setting: Setting, options: Options): string =>
  `## How cost grows

${measuredOn("npm run bench:radius -- --growth", setting)}
Hiên grows in steps; a second one with stores of its own stays at the first step, and they take turns: "of small" is the
ratio to it in the same minutes. A person has one past session, not five. ${options.inFlight} requests in flight; medians of
${options.rounds} rounds of ${options.seconds} s. CPU is that of all processes without the generator. Redis is what people and live sessions
take once their grants are over; what ended sessions leave for a while is not in it.

${growthTable(steps)}

${inWords(steps)}
`;
