import { zonedFormat } from "../runtime/zoned-format.ts";

const DAY_MS = 86_400_000;
/** No local midnight lies farther than this from the same midnight of UTC. */
const FARTHEST_MS = 16 * 3_600_000;

/** A date without a place; months from 1. */
export type LocalDate = { readonly year: number; readonly month: number; readonly day: number };

const formatOf = zonedFormat("en-US", {
  calendar: "gregory",
  numberingSystem: "latn",
  year: "numeric",
  month: "numeric",
  day: "numeric",
});

/** The date clocks on the wall show. @throws RangeError for a zone the runtime does not know */
export const dateOf = (at: number, zone: string): LocalDate => {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return { year: part("year"), month: part("month"), day: part("day") };
};

/** A date as a number of days since 1970-01-01, so that dates can be counted and compared. */
export const numberOf = ({ year, month, day }: LocalDate): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** The date of a number of days since 1970-01-01. */
export const dateOfNumber = (number: number): LocalDate => {
  const date = new Date(number * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** Days in a month; month 13 is January of the next year. */
export const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * The first instant of a date in a zone, to the second, epoch ms.
 *
 * Found by halving, so it needs no offsets: where midnight is missing the day begins after the gap; where a whole date
 * is missing (Apia, 2011-12-30) it begins and ends with the next.
 */
const search = (number: number, zone: string): number => {
  const isThere = (seconds: number): boolean => numberOf(dateOf(seconds * 1000, zone)) >= number;
  let before = (number * DAY_MS - FARTHEST_MS) / 1000;
  let there = (number * DAY_MS + FARTHEST_MS) / 1000;
  while (there - before > 1) {
    const middle = Math.floor((before + there) / 2);
    if (isThere(middle)) there = middle;
    else before = middle;
  }
  return there * 1000;
};

const REMEMBERED = 4_096;
const starts = new Map<string, number>();

/** The first instant of a date in a zone, epoch ms; remembered, since finding it is slow. */
export const startOfDay = (number: number, zone: string): number => {
  const key = `${number} ${zone}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  if (starts.size >= REMEMBERED) starts.clear();
  const found = search(number, zone);
  starts.set(key, found);
  return found;
};
