import { type Bench, benchOf, type Measured, measure, openSessions } from "./bench.ts";
import type { Generator } from "./generator/start.ts";
import type { Options } from "./options.ts";
import type { Ours } from "./ours/target.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** People known and sessions live, in steps. */
const STEPS = [
  { subscribers: 10_000, live: 1_000 },
  { subscribers: 100_000, live: 10_000 },
  { subscribers: 1_000_000, live: 100_000 },
] as const;

/** How many people are known at first. */
export const FIRST_SUBSCRIBERS = STEPS[0].subscribers;

/** The loads that are measured at each step. */
type Loaded = { readonly logins: Summary; readonly interims: Summary };

/** What one step came to. */
export type Step = {
  readonly subscribers: number;
  readonly live: number;
  /** octets of Redis that each of those who came took */
  readonly perSubscriber: number;
  readonly perSession: number;
  /** octets of Redis of all people and live sessions, without what ended sessions left */
  readonly held: number;
  readonly grown: Loaded;
  /** the same minutes on a server that stayed at the first step */
  readonly small: Loaded;
};

const WARM_UP_SECONDS = 1;
const MEASURED = ["logins", "interims"] as const;

/** Opens sessions, and ends their grants as time would. @returns octets of Redis each took */
const open = async (bench: Bench, ours: Ours, count: number, { inFlight }: Options): Promise<number> => {
  const first = bench.nextLogin;
  const before = await ours.usedMemory();
  await openSessions(bench, count, inFlight);
  await ours.endGrants(first, count);
  return ((await ours.usedMemory()) - before) / count;
};

const loadedOf = (measured: readonly Measured[]): Loaded => ({
  logins: summaryOf(measured, "hien", "logins")!,
  interims: summaryOf(measured, "hien", "interims")!,
});

/** Loads both in turn, since the machine drifts. */
const load = async (grown: Bench, small: Bench, options: Options): Promise<Pick<Step, "grown" | "small">> => {
  const ofGrown: Measured[] = [];
  const ofSmall: Measured[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const each of MEASURED) {
      ofSmall.push(await measure(small, each, options));
      ofGrown.push(await measure(grown, each, options));
    }
  }
  return { grown: loadedOf(ofGrown), small: loadedOf(ofSmall) };
};

/**
 * Lets our server grow, step by step, and measures each beside one that does not.
 *
 * @param small  with people of its own in stores of its own
 * @param say  hears of each step when it is over
 */
export const grow = async (
  ours: Ours,
  small: Ours,
  generator: Generator,
  options: Options,
  say: (step: Step) => void,
): Promise<Step[]> => {
  const [bench, still] = [benchOf(ours, generator), benchOf(small, generator)];
  await open(still, small, STEPS[0].live, options);
  const steps: Step[] = [];
  let last = { subscribers: 0, live: 0, held: 0 };
  for (const { subscribers, live } of STEPS) {
    const isFirst = last.live === 0;
    const perSubscriber = isFirst ? ours.perSubscriber : await ours.populate(subscribers);
    const perSession = await open(bench, ours, live - last.live, options);
    const people = perSubscriber * (subscribers - last.subscribers);
    const held = last.held + people + perSession * (live - last.live);
    if (isFirst) await load(bench, still, { ...options, rounds: 1, seconds: WARM_UP_SECONDS });
    const step = {
      subscribers,
      live,
      perSubscriber,
      perSession,
      held,
      ...(await load(bench, still, options)),
    };
    say(step);
    steps.push(step);
    last = step;
  }
  return steps;
};
