import type { Measured } from "./bench.ts";
import { median } from "./median.ts";
import type { LoadName } from "./plans.ts";
import type { Costs, Target } from "./target.ts";

/** The medians of one load on one server. */
export type Summary = {
  readonly perSecond: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
  /** µs of CPU a request, by process */
  readonly costs: Costs;
  /** all processes together, without the generator */
  readonly cost: number;
  /** µs of CPU the generator spends on a request */
  readonly generator: number;
  /** worst of all rounds, seconds */
  readonly caughtUp: number;
  /** of all rounds together */
  readonly lost: number;
  readonly wrong: number;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const costsOf = (rounds: readonly Measured[]): Costs => {
  const names = Object.keys(rounds[0]?.costs ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map(({ costs }) => costs[name] ?? 0))]));
};

/** What one load came to on one server; undefined where it was not measured. */
export const summaryOf = (
  measured: readonly Measured[],
  target: Target["name"],
  load: LoadName,
): Summary | undefined => {
  const rounds = measured.filter((each) => each.target === target && each.load === load);
  if (rounds.length === 0) return undefined;
  const outcomes = rounds.map(({ outcome }) => outcome);
  const costs = costsOf(rounds);
  return {
    perSecond: median(outcomes.map(({ answered, seconds }) => answered / seconds)),
    p50: median(outcomes.map(({ p50 }) => p50)),
    p99: median(outcomes.map(({ p99 }) => p99)),
    costs,
    cost: sum(Object.values(costs)),
    generator: median(outcomes.map(({ cpu, answered }) => cpu / Math.max(1, answered))),
    caughtUp: Math.max(...rounds.map(({ caughtUp }) => caughtUp)),
    lost: sum(outcomes.map(({ lost }) => lost)),
    wrong: sum(outcomes.map(({ wrong }) => wrong)),
  };
};
