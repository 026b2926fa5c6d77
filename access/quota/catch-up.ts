import type { Charged } from "./charge.ts";
import type { Used } from "./standing.ts";
import type { PeriodTotal } from "./totals.ts";

type Mutable<Tuple> = { -readonly [Place in keyof Tuple]: Tuple[Place] };
type Counter = 2 | 3 | 4;

const COUNTERS: readonly (readonly [Counter, keyof Used])[] = [
  [2, "up"],
  [3, "down"],
  [4, "seconds"],
];

const isSamePeriod = (a: PeriodTotal, b: PeriodTotal): boolean => a[1] === b[1] && a[0] === b[0];

/** Those totals that say more of their period than others do. */
const furtherThan = (others: readonly PeriodTotal[], totals: readonly PeriodTotal[]): PeriodTotal[] =>
  totals.filter((total) => {
    const other = others.find((known) => isSamePeriod(known, total));
    return COUNTERS.some(([at]) => total[at] > (other?.[at] ?? 0));
  });

/** Where the total of a period stands; one of nothing is put there where there is none. */
const placeOf = (usage: Mutable<PeriodTotal>[], wanted: PeriodTotal): Mutable<PeriodTotal> => {
  const known = usage.find((total) => isSamePeriod(total, wanted));
  if (known) return known;
  const [letter, start] = wanted;
  const total: Mutable<PeriodTotal> = [letter, start, 0, 0, 0];
  usage.push(total);
  return total;
};

/** Lays a rise to the periods of one length: what others have more of first. @returns what is left of it */
const lay = (usage: Mutable<PeriodTotal>[], further: readonly PeriodTotal[], rise: Used): Used => {
  const left = { ...rise };
  for (const given of further) {
    const total = placeOf(usage, given);
    for (const [at, side] of COUNTERS) {
      const part = Math.min(left[side], Math.max(0, given[at] - total[at]));
      total[at] += part;
      left[side] -= part;
    }
  }
  return left;
};

const add = (usage: Mutable<PeriodTotal>[], period: PeriodTotal, by: Used): void => {
  for (const [at, side] of COUNTERS) placeOf(usage, period)[at] += by[side];
};

/**
 * Charges what a session rose by, where only its totals are known and not when: to the periods of which somebody else, who
 * saw it rise, has more.
 *
 * @param further  the totals of who saw it
 * @param isNew    whether none of the rise can have been charged before: what is left of it then goes to the latest periods
 */
export const caughtUp = (
  usage: readonly PeriodTotal[],
  further: readonly PeriodTotal[],
  rise: Used,
  isNew: boolean,
): Charged => {
  const totals = usage.map((total): Mutable<PeriodTotal> => [...total]);
  for (const letter of ["d", "w", "m", "o"]) {
    const alike = further.filter((total) => total[0] === letter).sort((a, b) => a[1] - b[1]);
    const left = lay(totals, alike, rise);
    const latest = alike.at(-1);
    if (isNew && latest) add(totals, latest, left);
  }
  return { usage: furtherThan([], totals), touched: furtherThan(usage, totals) };
};

/** The greater of what either says of each period. */
export const greaterOf = (
  known: readonly PeriodTotal[],
  given: readonly PeriodTotal[],
): readonly PeriodTotal[] => {
  const totals = known.map((total): Mutable<PeriodTotal> => [...total]);
  for (const other of given) {
    const total = placeOf(totals, other);
    for (const [at] of COUNTERS) total[at] = Math.max(total[at], other[at]);
  }
  return totals;
};

/** Whether totals say more of a period than others do. */
export const saysMore = (totals: readonly PeriodTotal[], than: readonly PeriodTotal[]): boolean =>
  furtherThan(than, totals).length > 0;
