import type { Used } from "./standing.ts";
import type { Starts } from "./starts.ts";
import type { PeriodTotal } from "./totals.ts";

/** What is to be charged: what a session rose by between two events, epoch ms. */
export type Charge = {
  readonly rise: Used;
  readonly from: number;
  readonly to: number;
  /** the periods of each day between them, oldest first; the last are those of the later event */
  readonly days: readonly Starts[];
  /** since when the person has the plan, epoch s */
  readonly once: number;
};

/** A person's totals after a charge, and those it touched, a day first. */
export type Charged = { readonly usage: readonly PeriodTotal[]; readonly touched: readonly PeriodTotal[] };

const DAY = 86_400;
/** Periods that began so many seconds before the day are over for everybody. */
const AGE: Readonly<Record<string, number>> = { d: 3 * DAY, w: 15 * DAY, m: 70 * DAY };
/** So many totals a person may have before those of long past periods are forgotten. */
const MANY = 16;

/** Forgets totals of long past periods, so that a person's record stays small. */
const pruned = (usage: readonly PeriodTotal[], day: number): PeriodTotal[] =>
  usage.length <= MANY
    ? [...usage]
    : usage.filter(([letter, start]) => start >= day - (AGE[letter] ?? Number.POSITIVE_INFINITY));

/** Totals in the making. */
type Making = { readonly usage: PeriodTotal[]; readonly touched: PeriodTotal[] };

/** Raises the total of a period, which is kept once there is something to keep. */
const raise = ({ usage, touched }: Making, letter: string, start: number, by: Used): void => {
  let at = 0;
  while (at < usage.length && !(usage[at]![1] === start && usage[at]![0] === letter)) at += 1;
  const known = usage[at];
  if (!known && by.up + by.down + by.seconds === 0) return;
  const total: PeriodTotal = known
    ? [letter, start, known[2] + by.up, known[3] + by.down, known[4] + by.seconds]
    : [letter, start, by.up, by.down, by.seconds];
  usage[at] = total;
  touched.push(total);
};

const shareOf = ({ up, down, seconds }: Used, share: number): Used => ({
  up: Math.floor(up * share),
  down: Math.floor(down * share),
  seconds: Math.floor(seconds * share),
});

const without = (all: Used, part: Used): Used => ({
  up: all.up - part.up,
  down: all.down - part.down,
  seconds: all.seconds - part.seconds,
});

/** Divides a rise by time among periods that follow one another; the first gets what does not divide evenly. */
const divided = (starts: readonly number[], { rise, from, to }: Charge): readonly Used[] => {
  const parts: Used[] = [];
  let [left, end] = [rise, to];
  for (const start of starts.slice(1).reverse()) {
    const part = shareOf(rise, (end - start * 1000) / (to - from));
    parts.unshift(part);
    [left, end] = [without(left, part), start * 1000];
  }
  return [left, ...parts];
};

/** Lays a rise to the period of its event; one that began in a period before is divided by time. */
const book = (making: Making, letter: string, of: (day: Starts) => number, charge: Charge): void => {
  const { days, rise, from, to } = charge;
  const latest = of(days.at(-1)!); // there is always the day of the event
  if (days.length === 1 || from >= latest * 1000 || to <= latest * 1000) {
    raise(making, letter, latest, rise);
    return;
  }
  const starts = [...new Set(days.map(of))];
  for (const [index, part] of divided(starts, charge).entries()) raise(making, letter, starts[index]!, part);
};

/** Charges a rise to the days, weeks and months between its events and to the plan. */
export const charged = (usage: readonly PeriodTotal[], charge: Charge): Charged => {
  const { days, once } = charge;
  const making: Making = { usage: pruned(usage, days.at(-1)!.day), touched: [] };
  book(making, "d", ({ day }) => day, charge);
  book(making, "w", ({ week }) => week, charge);
  book(making, "m", ({ month }) => month, charge);
  raise(making, "o", once, charge.rise);
  return making;
};
