import { latestSaid } from "./clock.ts";
import { basedOn, laid, pointOf, timeIn, tooLate } from "./laid.ts";
import type { Marks, Report } from "./marks.ts";
import { isTimeless, laidFirst, laidWithoutTime } from "./timeless.ts";

/**
 * The marks after one more report. Repeats, reordering, lateness and missing octets never lower a total; wraps and
 * restarts of the NAS's counters are recognised where the session's time went on.
 */
export const marked = (marks: Marks, report: Report): Marks => {
  const based = basedOn(marks, report);
  const clocks = { eventAt: Math.max(marks.eventAt, report.eventAt), saidAt: latestSaid(marks, report) };
  if (timeIn(report) === null) return { ...laidWithoutTime(based, report), ...clocks };
  const point = pointOf(based, report);
  if (point.place > 0 && isTimeless(based)) return { ...laidFirst(based, report, point), ...clocks };
  if (tooLate(based, point.place)) return { ...based, ...clocks };
  return { ...laid(based, point), ...clocks, seconds: Math.max(marks.seconds, point.place) };
};
