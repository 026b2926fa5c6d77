import { basedOn, laid, pointOf, timeIn, tooLate } from "./laid.ts";
import { latestSaid } from "./latest-said.ts";
import type { Marks, Report } from "./marks.ts";
import { isTimeless, laidFirst, laidWithoutTime } from "./timeless.ts";

/**
 * The marks after one more report. Repeats, reordering, lateness and missing octets never lower a total; wraps and
 * restarts of the NAS's counters are recognised where the session's time went on.
 */
export const marked = (marks: Marks, report: Report): Marks => {
  const based = basedOn(marks, report);
  const eventAt = Math.max(marks.eventAt, report.eventAt);
  const saidAt = latestSaid(based, report);
  if (timeIn(report) === null) return { ...laidWithoutTime(based, report), eventAt, saidAt };
  const point = pointOf(based, report);
  if (point.place > 0 && isTimeless(based)) return { ...laidFirst(based, report, point), eventAt, saidAt };
  if (tooLate(based, point.place)) return { ...based, eventAt, saidAt };
  return { ...laid(based, point), eventAt, saidAt, seconds: Math.max(marks.seconds, point.place) };
};
