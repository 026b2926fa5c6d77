import type { Per } from "./period.ts";
import type { Periods, Usage, Used } from "./standing.ts";

/** First letters of the periods in the fields of a usage hash. */
const LETTERS: Readonly<Record<Per, string>> = { day: "d", week: "w", month: "m", once: "o" };

/** The field of one period in a usage hash: letter, then start in epoch seconds. */
export const usageField = (per: Per, startsAt: number): string =>
  `${LETTERS[per]}:${Math.floor(startsAt / 1000)}`;

/** What was used, as a usage hash keeps it: `up:down:seconds`. */
export const usedText = ({ up, down, seconds }: Used): string => `${up}:${down}:${seconds}`;

/** Reads what `usedText` wrote; nothing where there is nothing. */
export const usedIn = (text: string | undefined): Used => {
  const [up, down, seconds] = (text ?? "").split(":");
  return { up: Number(up ?? 0), down: Number(down ?? 0), seconds: Number(seconds ?? 0) };
};

/** What a usage hash says of the periods of an instant; what is not there was not used. */
export const usageIn = (
  hash: Readonly<Record<string, string>>,
  periods: Periods,
  session: Used | null,
): Usage => {
  const used = (per: Per): Used => usedIn(hash[usageField(per, periods[per].startsAt)]);
  return { day: used("day"), week: used("week"), month: used("month"), once: used("once"), session };
};
