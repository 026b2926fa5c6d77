/** Chance that can be repeated: the same seed gives the same throws. */
export type Dice = {
  /** a whole number from 0 up to but not including the limit */
  readonly below: (limit: number) => number;
  /** a whole number from low up to and including high */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
};

/** Dice of a seed (mulberry32, Tommy Ettinger, public domain): good enough to spread a crowd, never for secrets. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  const throwOne = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(throwOne() * limit);
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError("nothing to pick from");
      return from[below(from.length)] as T; // the index is inside
    },
  };
};

const PREFIXES = [
  "32",
  "33",
  "34",
  "35",
  "36",
  "37",
  "38",
  "39",
  "70",
  "76",
  "77",
  "78",
  "79",
  "81",
  "82",
  "83",
  "84",
  "85",
  "86",
  "88",
  "90",
  "91",
  "93",
  "94",
  "96",
  "97",
  "98",
];

/** A number a Vietnamese mobile phone might have, as people type it. */
export const pretendNumber = (dice: Dice): string =>
  `0${dice.pick(PREFIXES)}${String(dice.below(10_000_000)).padStart(7, "0")}`;
