import { type Bench, type Books, type Measured, measure } from "./bench.ts";
import type { Options } from "./options.ts";
import { LOADS, type LoadName } from "./plans.ts";
import type { Target } from "./target.ts";

/** All that was measured. */
export type Results = {
  readonly measured: readonly Measured[];
  readonly books: readonly Books[];
  /** peak memory of the RADIUS server, MB */
  readonly resident: Readonly<Record<string, number>>;
};

/** A peer that answers 3,000 requests a second cannot be asked 10,000. */
const isAsked = (target: Target, load: LoadName): boolean => target.name !== "sql" || load !== "fast";

/** Each round another one begins. */
const inTurn = (benches: readonly Bench[], round: number): readonly Bench[] => {
  const first = round % benches.length;
  return [...benches.slice(first), ...benches.slice(0, first)];
};

/** Every load once on every server, the servers taking turns. */
const oneRound = async (
  benches: readonly Bench[],
  options: Options,
  say: (one: Measured) => void,
): Promise<Measured[]> => {
  const measured: Measured[] = [];
  for (const load of LOADS) {
    for (const bench of benches.filter(({ target }) => isAsked(target, load))) {
      const one = await measure(bench, load, options);
      say(one);
      measured.push(one);
    }
  }
  return measured;
};

/** A round that does not count: compilers compile, caches fill, and what each server can do becomes known. */
export const warmUp = async (benches: readonly Bench[], options: Options): Promise<void> => {
  await oneRound(benches, options, () => {});
};

/** The rounds that count. @param say  hears of each load when it is over */
export const allRounds = async (
  benches: readonly Bench[],
  options: Options,
  say: (one: Measured, round: number) => void,
): Promise<Measured[]> => {
  const rounds: Measured[][] = [];
  for (let round = 1; round <= options.rounds; round += 1)
    rounds.push(await oneRound(inTurn(benches, round - 1), options, (one) => say(one, round)));
  return rounds.flat();
};
