import type { Per } from "./period.ts";
import type { Periods, Usage, Used } from "./standing.ts";

/** First letters of the periods in the fields of a usage hash. */
const LETTERS: Readonly<Record<Per, string>> = { day: "d", week: "w", month: "m", once: "o" };

/** The period a letter stands for. */
export const perOf = (letter: string): Per | undefined =>
  (Object.keys(LETTERS) as Per[]).find((per) => LETTERS[per] === letter);

/** The beginning of the fields of one period: letter, then start in epoch seconds. */
export const fieldStem = (per: Per, startsAt: number): string =>
  `${LETTERS[per]}:${Math.floor(startsAt / 1000)}:`;

/** What a usage hash says of the periods of an instant; what is not there was not used. */
export const usageIn = (
  hash: Readonly<Record<string, string>>,
  periods: Periods,
  session: Used | null,
): Usage => {
  const used = (per: Per): Used => {
    const stem = fieldStem(per, periods[per].startsAt);
    const value = (side: string): number => Number(hash[stem + side] ?? 0);
    return { up: value("u"), down: value("d"), seconds: value("s") };
  };
  return { day: used("day"), week: used("week"), month: used("month"), once: used("once"), session };
};
