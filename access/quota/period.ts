import { dateOf, dateOfNumber, daysIn, numberOf, startOfDay } from "./calendar.ts";

/** What a quota renews with; `once` never renews. */
export type Per = "day" | "week" | "month" | "once";

/** A stretch of time a quota counts in: from `startsAt` up to but not including `endsAt`, epoch ms; null is never. */
export type Period = { readonly per: Per; readonly startsAt: number; readonly endsAt: number | null };

/** A period that ends. */
export type EndingPeriod = Period & { readonly endsAt: number };

/** The three renewing periods an instant belongs to. */
export type Periods = {
  readonly day: EndingPeriod;
  readonly week: EndingPeriod;
  readonly month: EndingPeriod;
};

/** Whose calendar: an IANA zone, and the local day of the month (1 to 31) on which the person's months begin. */
export type Calendar = { readonly zone: string; readonly anchorDay: number };

type Day = EndingPeriod & {
  readonly number: number;
  readonly week: EndingPeriod;
  /** what was worked out already, by anchor day */
  readonly periods: Map<number, Periods>;
};

const between = (per: Per, from: number, to: number, zone: string): EndingPeriod => ({
  per,
  startsAt: startOfDay(from, zone),
  endsAt: startOfDay(to, zone),
});

/** 1970-01-01 was a Thursday. */
const mondayOf = (number: number): number => number - ((((number + 3) % 7) + 7) % 7);

/** Where a month's period begins: on the anchor day, or on the last day of a shorter month. */
const anchored = (year: number, month: number, anchorDay: number): number =>
  numberOf({ year, month, day: Math.min(anchorDay, daysIn(year, month)) });

const monthOf = (number: number, { zone, anchorDay }: Calendar): EndingPeriod => {
  const { year, month } = dateOfNumber(number);
  const first = anchored(year, month, anchorDay) <= number ? month : month - 1;
  return between("month", anchored(year, first, anchorDay), anchored(year, first + 1, anchorDay), zone);
};

const makeDay = (number: number, zone: string): Day => {
  const monday = mondayOf(number);
  return {
    ...between("day", number, number + 1, zone),
    number,
    week: between("week", monday, monday + 7, zone),
    periods: new Map(),
  };
};

/** Days are where their first instants lie, so that they follow one another even where clocks were put back over midnight. */
const findDay = (at: number, zone: string): Day => {
  let number = numberOf(dateOf(at, zone));
  while (startOfDay(number + 1, zone) <= at) number += 1;
  while (startOfDay(number, zone) > at) number -= 1;
  return makeDay(number, zone);
};

/** Reports arrive late, but few days late. */
const KEPT_DAYS = 8;
const latest = new Map<string, Day[]>();

const dayAt = (at: number, zone: string): Day => {
  const days = latest.get(zone) ?? [];
  for (const day of days) if (day.startsAt <= at && at < day.endsAt) return day;
  const found = findDay(at, zone);
  latest.set(zone, [found, ...days].slice(0, KEPT_DAYS));
  return found;
};

/**
 * The day, week and month an instant (epoch ms) belongs to, at a place and for a person.
 *
 * They begin at local midnight; weeks on Monday; months on the local day `anchorDay`, in shorter months on the last
 * day, so a month that began on the 31st does not skip February. Fast on repetition: the same objects come back.
 *
 * @throws RangeError for a zone the runtime does not know
 */
export const periodsAt = (at: number, calendar: Calendar): Periods => {
  const day = dayAt(at, calendar.zone);
  const known = day.periods.get(calendar.anchorDay);
  if (known) return known;
  const made: Periods = {
    day: { per: "day", startsAt: day.startsAt, endsAt: day.endsAt },
    week: day.week,
    month: monthOf(day.number, calendar),
  };
  day.periods.set(calendar.anchorDay, made);
  return made;
};

/** The one period of a quota that never renews: from when the person got the plan, epoch ms. */
export const onceSince = (planSince: number): Period => ({ per: "once", startsAt: planSince, endsAt: null });

/** The local date of an instant, `YYYY-MM-DD`. */
export const localDay = (at: number, zone: string): string => {
  const { year, month, day } = dateOfNumber(dayAt(at, zone).number);
  return [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))].join(
    "-",
  );
};

/** When a person joined, as a local date `YYYY-MM-DD`, and where. */
export type Joined = { readonly joined: string; readonly zone: string };

const monthAt = ({ joined, zone }: Joined, at: number): EndingPeriod =>
  periodsAt(at, { zone, anchorDay: Number(joined.slice(8, 10)) }).month;

/** Start of the monthly period an instant belongs to, epoch ms. */
export const periodStart = (person: Joined, at: number): number => monthAt(person, at).startsAt;

/** Start of the monthly period after the one an instant belongs to, epoch ms. */
export const nextStart = (person: Joined, at: number): number => monthAt(person, at).endsAt;
