import { zonedFormat } from "../runtime/zoned-format.ts";
import type { Policy } from "./plan.ts";

type Hours = Policy["hours"][number];

const MINUTES = 1_440;
const formatOf = zonedFormat("en-GB", {
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const local = (at: number, zone: string): { weekday: number; minute: number } => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    weekday: WEEKDAYS.indexOf(parts["weekday"] ?? "") + 1,
    minute: Number(parts["hour"]) * 60 + Number(parts["minute"]),
  };
};

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes from now until the window closes; 0 when it is not open. A window that ends at or before its start runs past midnight. */
const minutesOpen = (hours: Hours, weekday: number, minute: number): number => {
  const from = minuteOf(hours.from);
  const to = minuteOf(hours.to) <= from ? minuteOf(hours.to) + MINUTES : minuteOf(hours.to);
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  if (hours.weekdays.includes(weekday) && minute >= from && minute < to) return to - minute;
  if (hours.weekdays.includes(yesterday) && minute + MINUTES >= from && minute + MINUTES < to)
    return to - minute - MINUTES;
  return 0;
};

/**
 * When the plan's hours end, epoch ms; `null` when they never do, `undefined` when they are not open now.
 *
 * Windows that touch one another are not joined: at their seam the session is renewed.
 */
export const openUntil = (hours: readonly Hours[], zone: string, at: number): number | null | undefined => {
  if (hours.length === 0) return null;
  const { weekday, minute } = local(at, zone);
  const longest = Math.max(...hours.map((window) => minutesOpen(window, weekday, minute)));
  return longest > 0 ? at - (at % 60_000) + longest * 60_000 : undefined;
};
