import type { Used } from "./standing.ts";
import type { PeriodTotal } from "./totals.ts";

/** Starts of a person's periods, epoch s; 0 where none is known. */
export type Starts = { readonly day: number; readonly week: number; readonly month: number };

/** What is to be charged: what a session rose by between two events, epoch ms. */
export type Charge = {
  readonly rise: Used;
  readonly from: number;
  readonly to: number;
  /** the periods of the later event */
  readonly starts: Starts;
  /** the periods the session's rise before was charged to */
  readonly before: Starts;
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

/** Lays a rise to the period of its event; one that began in the period before is divided by time. */
const book = (making: Making, letter: string, start: number, before: number, { rise, from, to }: Charge) => {
  const startsAt = start * 1000;
  if (before === 0 || before === start || from >= startsAt || to <= startsAt) {
    raise(making, letter, start, rise);
    return;
  }
  const part = (to - startsAt) / (to - from);
  const late = {
    up: Math.floor(rise.up * part),
    down: Math.floor(rise.down * part),
    seconds: Math.floor(rise.seconds * part),
  };
  const early = { up: rise.up - late.up, down: rise.down - late.down, seconds: rise.seconds - late.seconds };
  raise(making, letter, before, early);
  raise(making, letter, start, late);
};

/** Charges a rise to the day, week and month of its event and to the plan. */
export const charged = (usage: readonly PeriodTotal[], charge: Charge): Charged => {
  const { starts, before, once } = charge;
  const kept = before.day === starts.day ? [...usage] : pruned(usage, starts.day);
  const making: Making = { usage: kept, touched: [] };
  book(making, "d", starts.day, before.day, charge);
  book(making, "w", starts.week, before.week, charge);
  book(making, "m", starts.month, before.month, charge);
  raise(making, "o", once, charge.rise);
  return making;
};
