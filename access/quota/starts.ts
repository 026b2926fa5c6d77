import { type Calendar, periodsAt } from "./period.ts";

/** Starts of a person's periods, epoch s; 0 where none is known. */
export type Starts = { readonly day: number; readonly week: number; readonly month: number };

const epochSeconds = (instant: number): number => Math.floor(instant / 1000);

/** Starts of the periods an instant (epoch ms) lies in. */
export const startsAt = (at: number, calendar: Calendar): Starts => {
  const { day, week, month } = periodsAt(at, calendar);
  return {
    day: epochSeconds(day.startsAt),
    week: epochSeconds(week.startsAt),
    month: epochSeconds(month.startsAt),
  };
};

/** Nothing of what lies further back still counts for anything. */
const MOST_DAYS = 70;

/**
 * The periods of each day from one event to a later one, oldest first.
 *
 * @param before  those of the earlier event
 * @param from  when that was, epoch ms
 * @param after  those of the later event
 */
export const startsBetween = (
  before: Starts,
  from: number,
  after: Starts,
  calendar: Calendar,
): readonly Starts[] => {
  if (before.day === after.day) return [after];
  const days = [after];
  let earlier = startsAt(after.day * 1000 - 1, calendar);
  while (earlier.day * 1000 > from && days.length < MOST_DAYS) {
    days.unshift(earlier);
    earlier = startsAt(earlier.day * 1000 - 1, calendar);
  }
  return [before, ...days];
};
