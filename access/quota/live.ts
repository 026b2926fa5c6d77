import type { Per } from "./period.ts";
import { NOTHING_USED, type Periods, type Usage, type Used } from "./standing.ts";
import type { PeriodTotal } from "./totals.ts";

/** First letters of the periods, as totals in Redis name them. */
const LETTERS: Readonly<Record<Per, string>> = { day: "d", week: "w", month: "m", once: "o" };

/** The letter of a period. */
export const letterOf = (per: Per): string => LETTERS[per];

/** What a person used in the period that began at an instant, epoch ms; what is not there was not used. */
export const usedIn = (totals: readonly PeriodTotal[], per: Per, startsAt: number): Used => {
  const start = Math.floor(startsAt / 1000);
  for (const total of totals)
    if (total[1] === start && total[0] === LETTERS[per])
      return { up: total[2], down: total[3], seconds: total[4] };
  return NOTHING_USED;
};

/** What a person's totals say of the periods of an instant. */
export const usageIn = (totals: readonly PeriodTotal[], periods: Periods, session: Used | null): Usage => ({
  day: usedIn(totals, "day", periods.day.startsAt),
  week: usedIn(totals, "week", periods.week.startsAt),
  month: usedIn(totals, "month", periods.month.startsAt),
  once: usedIn(totals, "once", periods.once.startsAt),
  session,
});
