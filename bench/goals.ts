import { LOADS, type LoadName } from "./plans.ts";
import type { Results } from "./rounds.ts";
import { type Summary, summaryOf } from "./summary.ts";
import { rounded, table, times } from "./tables.ts";
import type { Target } from "./target.ts";

type Goal = {
  readonly what: string;
  readonly wanted: string;
  readonly reached: string;
  readonly isMet: boolean;
};

const atLeast = (what: string, goal: number, reached: number): Goal => ({
  what,
  wanted: `≥ ${times(goal)}`,
  reached: times(reached),
  isMet: reached >= goal,
});

const atMost = (what: string, goal: number, unit: string, reached: number): Goal => ({
  what,
  wanted: `≤ ${goal} ${unit}`,
  reached: `${rounded(reached)} ${unit}`,
  isMet: reached <= goal,
});

/** A latency is worth nothing while requests are lost. */
const unlessLost = (goal: Goal, lost: number): Goal =>
  lost === 0 ? goal : { ...goal, reached: `${goal.reached}, ${rounded(lost)} lost`, isMet: false };

/** MB of Redis for a million subscribers and a hundred thousand live sessions, from octets for each. */
export const million = (perSubscriber: number, perSession: number): number =>
  (perSubscriber * 1_000_000 + perSession * 100_000) / 1e6;

/** The goals we set ourselves, and what was reached of each. @param memory  MB of Redis, as `million` */
const goals = ({ measured, resident }: Results, memory: number): Goal[] => {
  const of = (load: LoadName, name: Target["name"] = "hien"): Partial<Summary> =>
    summaryOf(measured, name, load) ?? {};
  const against = (peer: Target["name"], load: LoadName, what: "perSecond" | "p99"): number =>
    (of(load)[what] ?? Number.NaN) / (of(load, peer)[what] ?? Number.NaN);
  const fast = of("fast");
  const caughtUp = Math.max(...LOADS.map((load) => of(load).caughtUp ?? 0));
  return [
    atLeast("logins/s against FreeRADIUS + SQL", 12, against("sql", "logins", "perSecond")),
    atLeast("interim reports/s against FreeRADIUS + SQL", 5, against("sql", "interims", "perSecond")),
    atLeast("whole sessions against FreeRADIUS + SQL", 10, against("sql", "sessions", "perSecond")),
    atLeast("logins/s against FreeRADIUS + Redis", 1, against("redis", "logins", "perSecond")),
    atLeast("interim reports/s against FreeRADIUS + Redis", 1, against("redis", "interims", "perSecond")),
    atLeast("whole sessions against FreeRADIUS + Redis", 1, against("redis", "sessions", "perSecond")),
    atMost("p99 of logins against FreeRADIUS + Redis", 1, "×", against("redis", "logins", "p99")),
    atMost("p99 at 1,000 mixed/s against FreeRADIUS + Redis", 1.5, "×", against("redis", "steady", "p99")),
    unlessLost(
      atMost("p99 at 10,000 mixed requests/s, none lost", 5, "ms", fast.p99 ?? Number.NaN),
      fast.lost ?? 0,
    ),
    atMost("CPU a login, all processes", 30, "µs", of("logins").cost ?? Number.NaN),
    atMost("PostgreSQL caught up after the load", 1, "s", caughtUp),
    atMost("memory of the RADIUS server at its peak", 150, "MB", resident["hien"] ?? Number.NaN),
    atMost("Redis for 1,000,000 subscribers and 100,000 sessions", 330, "MB", memory),
  ];
};

/** The goals as a table. */
export const goalTable = (results: Results, memory: number): string =>
  table(
    ["goal", "wanted", "reached", ""],
    goals(results, memory).map(({ what, wanted, reached, isMet }) => [
      what,
      wanted,
      reached,
      isMet ? "met" : "**not yet**",
    ]),
  );
