import { basedOn, laid, type Marks, marked, pointOf, type Report, timeIn } from "./marks.ts";
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

/** Takes a suspect's counters as a new beginning: what it rose by is withheld, what follows is counted. */
const adopted = (marks: Marks, suspect: Point): Marks => {
  const after = laid(marks, suspect);
  const [up, down] = [after.up - marks.up, after.down - marks.down];
  return {
    ...after,
    up: marks.up,
    down: marks.down,
    upBase: after.upBase - up,
    downBase: after.downBase - down,
    withheldUp: marks.withheldUp + up,
    withheldDown: marks.withheldDown + down,
    suspect: null,
  };
};

/** Whether a report goes on from a suspect; the same one again says nothing. */
const goesOnFrom = (marks: Marks, suspect: Point, report: Report): boolean => {
  const point = pointOf(basedOn(marks, report), report);
  const isUnplaced = timeIn(report) === null && !report.stamped;
  const isRepeat = isUnplaced && point.up === suspect.up && point.down === suspect.down;
  return point.place > suspect.place && !isRepeat && point.up >= suspect.up && point.down >= suspect.down;
};

/**
 * The marks after one more report, but octets beyond what the link can carry are withheld instead of counted: a single
 * slip of a NAS is forgotten with its next report, and a jump it goes on from is left out for good.
 *
 * @param fastest  octets a second, both ways together
 */
export const weighed = (marks: Marks, report: Report, fastest: number): Marks => {
  if (marks.suspect && goesOnFrom(marks, marks.suspect, report)) {
    const before = adopted(marks, marks.suspect);
    const after = marked(before, report);
    if (isPlausible(before, after, report, fastest)) return after;
  }
  const after = marked(marks.suspect ? { ...marks, suspect: null } : marks, report);
  if (isPlausible(marks, after, report, fastest)) return after;
  const based = basedOn(marks, report);
  const later = marked(marks, { ...report, up: null, down: null });
  return { ...later, up: marks.up, down: marks.down, suspect: pointOf(based, report) };
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
