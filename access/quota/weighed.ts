import { adopted, isBackFromJump, withoutJump } from "./jump.ts";
import { basedOn, pointOf, timeIn } from "./laid.ts";
import { marked } from "./marked.ts";
import type { Marks, Report } from "./marks.ts";
import type { Point } from "./points.ts";

/** Clocks and interfaces buffer: so many seconds of full speed are always believed. */
const SLACK = 10;

/** The time a rise may have taken, seconds; a report that comes late is held against the whole session. */
const spanOf = (before: Marks, after: Marks, report: Report): number => {
  const passed = (report.eventAt - before.eventAt) / 1000;
  if (after.seconds > before.seconds) return Math.max(after.seconds - before.seconds, passed);
  if (report.seconds === null && passed > 0) return passed;
  return Math.max(after.seconds, (before.eventAt - before.startedAt) / 1000);
};

const isPlausible = (before: Marks, after: Marks, report: Report, fastest: number): boolean =>
  after.up - before.up + after.down - before.down <= fastest * (spanOf(before, after, report) + SLACK);

/** Whether a report is a suspect again, which says nothing; a NAS that tells no time may have sent it whenever. */
const isAgain = (suspect: Point, point: Point, report: Report): boolean =>
  point.up === suspect.up &&
  point.down === suspect.down &&
  (point.place === suspect.place || (timeIn(report) === null && !report.stamped));

/** Whether a report goes on from a suspect. */
const goesOnFrom = (suspect: Point, point: Point): boolean =>
  point.place > suspect.place && point.up >= suspect.up && point.down >= suspect.down;

/** The marks after a report that is a suspect again, or goes on from it; `null` where it is neither. */
const afterSuspect = (marks: Marks, suspect: Point, report: Report, fastest: number): Marks | null => {
  const point = pointOf(basedOn(marks, report), report);
  if (isAgain(suspect, point, report)) return marks;
  if (!goesOnFrom(suspect, point)) return null;
  const before = adopted(marks, suspect);
  const after = marked(before, report);
  return isPlausible(before, after, report, fastest) ? after : null;
};

/** The marks a report is laid into where it goes on from no suspect. */
const trusted = (marks: Marks, report: Report): Marks => {
  const known = marks.suspect ? { ...marks, suspect: null } : marks;
  return isBackFromJump(known, report) ? withoutJump(known, report) : known;
};

/**
 * The marks after one more report, but octets beyond what the link can carry are withheld instead of counted: a single
 * slip of a NAS is forgotten with its next report, and a jump it goes on from is left out, until it goes on from before.
 *
 * @param fastest  octets a second, both ways together
 */
export const weighed = (marks: Marks, report: Report, fastest: number): Marks => {
  const known = marks.suspect && afterSuspect(marks, marks.suspect, report, fastest);
  if (known) return known;
  const before = trusted(marks, report);
  const after = marked(before, report);
  if (isPlausible(marks, after, report, fastest)) return after;
  const later = marked(before, { ...report, up: null, down: null });
  return { ...later, up: marks.up, down: marks.down, suspect: pointOf(basedOn(before, report), report) };
};

/** A session's time may run a tenth and ten minutes ahead of ours, seconds: some NAS count from before the login. */
const LEEWAY = 600;
const LEEWAY_SHARE = 1.1;

/** The report without its session time where that is longer than the session can be. */
export const timely = (report: Report, startedAt: number, receivedAt: number): Report =>
  report.seconds !== null && report.seconds > ((receivedAt - startedAt) / 1000) * LEEWAY_SHARE + LEEWAY
    ? { ...report, seconds: null }
    : report;

/** The marks once somebody has said that what was withheld is true: all of it is counted. */
export const confirmed = (marks: Marks): Marks => {
  const { withheldUp, withheldDown, ...whole } = marks.suspect ? adopted(marks, marks.suspect) : marks;
  return {
    ...whole,
    up: whole.up + withheldUp,
    down: whole.down + withheldDown,
    upBase: whole.upBase + withheldUp,
    downBase: whole.downBase + withheldDown,
    withheldUp: 0,
    withheldDown: 0,
  };
};
