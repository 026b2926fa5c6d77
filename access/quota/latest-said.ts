import { saidBy, wasSet } from "./clock.ts";
import { pointOf, timeIn } from "./laid.ts";
import type { Marks, Report } from "./marks.ts";
import { latest, SIDES } from "./points.ts";
import { isTimeless, mayFollow, restarts } from "./timeless.ts";

/** Whether the session's time tells which of a report and what is known is later; else only their counters do. */
const isToldByTime = (marks: Marks, report: Report): boolean => timeIn(report) !== null && !isTimeless(marks);

/** Whether a report says more than all that is known. */
const goesOn = (marks: Marks, report: Report): boolean => {
  const point = pointOf(marks, report);
  if (isToldByTime(marks, report)) return point.place > marks.seconds;
  return mayFollow(marks, point) && SIDES.some((side) => point[side] > latest(marks.points, side));
};

/** Whether a report says no more than what is known, or began anew. */
const fallsBack = (marks: Marks, report: Report): boolean => {
  const point = pointOf(marks, report);
  return isToldByTime(marks, report) ? point.place <= marks.seconds : restarts(marks, point);
};

/**
 * The latest a NAS's clock said in a session, epoch ms; where it says nothing, ours speaks for it. Where a session goes on
 * though the clock is earlier, that was set back: all it said before that, it said before this report came. Where the clock
 * was set forwards and the session does not go on, the report may be of before it was set back, and says nothing about now.
 */
export const latestSaid = (marks: Marks, report: Report): number => {
  const said = saidBy(report);
  if (said === undefined) return Math.max(marks.saidAt, report.eventAt);
  if (marks.points.length === 0) return said;
  if (said > marks.saidAt) return wasSet(marks, report) && fallsBack(marks, report) ? marks.saidAt : said;
  return said < marks.saidAt && goesOn(marks, report)
    ? Math.max(marks.saidAt, report.receivedAt)
    : marks.saidAt;
};
