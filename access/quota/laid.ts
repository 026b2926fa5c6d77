import { saidBy, wasSet } from "./clock.ts";
import { type Marks, type Report, raised } from "./marks.ts";
import {
  isBeyondWrap,
  KEPT,
  latest,
  merged,
  type Octets,
  type Point,
  type Run,
  SIDES,
  settledWhile,
  sums,
} from "./points.ts";
import { widened } from "./widened.ts";

/** A NAS's session time and its Event-Timestamp both round to seconds. */
const ROUNDING = 2_000;

/** Whether a report is one of the latest again, by all it says: some NAS stamp what they send again anew. */
export const isRepeated = ({ points, secondsBase }: Marks, { seconds, up, down }: Report): boolean =>
  seconds !== null &&
  seconds > 0 &&
  points.some(
    (point) =>
      (point.place === seconds || point.place === secondsBase + seconds) &&
      point.up === (up ?? -1) &&
      point.down === (down ?? -1),
  );

/** Whether a session time of so many seconds began after all that is known, by our clock and by the NAS's own. */
const beganAfterAll = (marks: Marks, report: Report, seconds: number, rounding: number): boolean => {
  const before = seconds * 1000 - rounding;
  return (
    report.eventAt - before >= marks.eventAt &&
    (saidBy(report) ?? report.eventAt) - before >= marks.saidAt &&
    !wasSet(marks, report)
  );
};

/** Whether a counter of a report is lower than the latest. */
const isLower = ({ points }: Marks, report: Report): boolean =>
  SIDES.some((side) => (report[side] ?? Number.POSITIVE_INFINITY) < latest(points, side));

/**
 * Whether the NAS began its session time anew: that went back, or counters fell though it did not. As the latter may be
 * a wrap, or a restart of the counters alone, the clocks then have to say it without allowance.
 */
const restarted = (marks: Marks, report: Report): boolean => {
  const { stamped, seconds, eventAt } = report;
  if (!stamped || seconds === null || marks.points.length === 0 || eventAt <= marks.eventAt) return false;
  if (seconds >= marks.seconds - marks.secondsBase)
    return beganAfterAll(marks, report, seconds, 0) && isLower(marks, report);
  return beganAfterAll(marks, report, seconds, ROUNDING) && !isRepeated(marks, report);
};

/** The session's time as a report states it; `null` also where octets would have moved in none. */
export const timeIn = ({ seconds, up, down }: Report): number | null =>
  seconds === 0 && (up ?? 0) + (down ?? 0) > 0 ? null : seconds;

/** Whether a report is of before the NAS began its session time anew, by its own clock. */
const isOfBefore = ({ secondsBase, restartedAt }: Marks, report: Report): boolean =>
  secondsBase > 0 && (saidBy(report) ?? Number.POSITIVE_INFINITY) <= restartedAt;

const place = (marks: Marks, report: Report): number => {
  const time = timeIn(report);
  if (time === null) return Math.max(0, Math.floor((report.eventAt - marks.startedAt) / 1000));
  return isOfBefore(marks, report) ? Math.min(time, marks.secondsBase) : marks.secondsBase + time;
};

/** Whether a point lies before everything still kept: too late to be put in order, and counted long ago. */
export const tooLate = ({ points, upBase, downBase, secondsBase }: Marks, at: number): boolean =>
  (points.length >= KEPT || upBase > 0 || downBase > 0 || secondsBase > 0) && at < (points[0]?.place ?? 0);

const isBeforeLatest = ({ points }: Marks, { place }: Point, side: keyof Octets): boolean =>
  points.some((known) => known.place > place && known[side] >= 0);

/**
 * Whether a point among earlier and later ones would raise a total. Counters that do not wrap only rise, so that it says
 * nothing the later ones do not; but for a restart, of which a late report alone is no evidence: it may be of a session
 * time that began anew without our knowing.
 */
const raisesLate = (marks: Marks, run: Run, point: Point): boolean =>
  marks.gigawords &&
  (marks.points.at(-1)?.place ?? 0) > point.place && // else it is the latest, as nearly every one is
  SIDES.some(
    (side) => isBeforeLatest(marks, point, side) && sums(run, marks)[side] > sums(marks, marks)[side],
  );

/** Lays a point into the marks and counts the octets anew. */
export const laid = (marks: Marks, point: Point): Marks => {
  if (tooLate(marks, point.place)) return marks;
  const { upBase, downBase } = marks;
  const longer = { points: merged(marks.points, point), upBase, downBase };
  if (raisesLate(marks, longer, point)) return marks;
  const run = settledWhile(longer, marks, ({ length }) => length > KEPT);
  return raised({ ...marks, ...run }, sums(run, marks));
};

/** The marks from where the NAS began its session time anew; where it did before already, only the last before is kept. */
const restartedBy = (marks: Marks, report: Report): Marks => {
  const { secondsBase, seconds } = marks;
  return {
    ...marks,
    ...(secondsBase > 0 && settledWhile(marks, marks, () => true)),
    secondsBase: seconds,
    restartedAt: Math.max(marks.saidAt, (saidBy(report) ?? 0) - (report.seconds ?? 0) * 1000),
  };
};

/** The marks as a report finds them: whether its NAS sends Gigawords, and began its session time anew. */
export const basedOn = (marks: Marks, report: Report): Marks => {
  const isNew = report.gigawords && !marks.gigawords;
  if (restarted(marks, report)) return restartedBy(isNew ? { ...marks, gigawords: true } : marks, report);
  return isNew ? { ...widened(marks, pointOf(marks, report)), gigawords: true } : marks;
};

/** Whether a counter passed 2^32 by its Gigawords: of a report without them its high part is missing, so unknown. */
const lacksGigawords = ({ points, secondsBase }: Marks, report: Report, side: keyof Octets): boolean =>
  !report.gigawords &&
  points.some((point) => isBeyondWrap(point[side]) && (secondsBase === 0 || point.place > secondsBase));

const rawIn = (based: Marks, report: Report, side: keyof Octets): number => {
  const raw = report[side];
  return raw === null || lacksGigawords(based, report, side) ? -1 : raw;
};

/** A report as a point. */
export const pointOf = (based: Marks, report: Report): Point => ({
  place: place(based, report),
  up: rawIn(based, report, "up"),
  down: rawIn(based, report, "down"),
});
