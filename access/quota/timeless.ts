import { isLaterSaid, wasSet } from "./clock.ts";
import { laid, pointOf } from "./laid.ts";
import { type Marks, type Report, raised } from "./marks.ts";
import { hasRestarted, latest, moved, type Octets, type Point, SIDES, sum, sums } from "./points.ts";

/** Whether a counter was once seen to fall, so that what is higher than the latest may yet be older. */
const hasFallen = (marks: Marks, side: keyof Octets): boolean => {
  const base = marks[`${side}Base`];
  return base > 0 || sum(marks.points, side, base, marks) !== base + Math.max(0, latest(marks.points, side));
};

/** Whether a point may be later than all others: no counter is lower than the latest, or ever was. */
export const mayFollow = (marks: Marks, point: Point): boolean =>
  SIDES.every(
    (side) => !hasFallen(marks, side) && (point[side] < 0 || point[side] >= latest(marks.points, side)),
  );

/** Whether a counter of a point began anew, if that is later than all others. */
export const restarts = ({ points, gigawords }: Marks, point: Point): boolean =>
  SIDES.some((side) => hasRestarted(latest(points, side), point[side], gigawords));

/** Whether a report is the latest by the clock of its NAS; what fell when that was set is of before it was set back. */
const isLatest = (marks: Marks, report: Report, point: Point): boolean =>
  isLaterSaid(report, marks) && !(wasSet(marks, report) && restarts(marks, point));

/**
 * A report that says neither session time nor clock may be any that was sent before: it counts where its counters went
 * on from the latest, and lies behind that. One that fell may as well be old, so such a NAS has no wraps.
 */
const laidByArrival = (marks: Marks, point: Point): Marks =>
  mayFollow(marks, point)
    ? laid(marks, { ...point, place: Math.max(point.place, marks.points.at(-1)?.place ?? 0) })
    : marks;

/** What one direction comes to by a report whose place among those of known session time is not known. */
const totalBeside = (marks: Marks, point: Point, side: keyof Octets, isNewest: boolean): number => {
  const total = sum(marks.points, side, marks[`${side}Base`], marks);
  const [before, raw] = [Math.max(0, latest(marks.points, side)), point[side]];
  if (raw < 0) return total;
  if (isNewest) return total + moved(before, raw, marks.gigawords);
  return hasFallen(marks, side) ? total : total + Math.max(0, raw - before);
};

/** A report without session time, in a session that has one: its octets count, but it is put nowhere among the others. */
const raisedBeside = (marks: Marks, point: Point, isNewest: boolean): Marks =>
  raised(marks, {
    up: totalBeside(marks, point, "up", isNewest),
    down: totalBeside(marks, point, "down", isNewest),
  });

/** Whether reports were put in order by when they came, since none said the session's time. */
export const isTimeless = ({ seconds, points }: Marks): boolean =>
  seconds === 0 &&
  points.some(({ place, up, down }) => Math.max(up, down) > 0 || (place > 0 && Math.max(up, down) === 0));

/** The first report with a session time after others without: what these came to is kept, the order begins with it. */
const begunBy = (marks: Marks, point: Point): Marks => {
  const before = sums(marks, marks);
  const from = { up: latest(marks.points, "up"), down: latest(marks.points, "down") };
  const first = {
    place: point.place,
    up: point.up < 0 ? from.up : point.up,
    down: point.down < 0 ? from.down : point.down,
  };
  const total = (side: keyof Octets): number =>
    first[side] < 0
      ? before[side]
      : before[side] + moved(Math.max(0, from[side]), first[side], marks.gigawords);
  const [up, down] = [total("up"), total("down")];
  const bases = { upBase: up - Math.max(0, first.up), downBase: down - Math.max(0, first.down) };
  return raised({ ...marks, points: [first], ...bases }, { up, down });
};

/** Whether a point's counters are those of one that is kept: it may be that one, by a stamp that was first clamped. */
const isKept = ({ points }: Marks, { up, down }: Point): boolean =>
  points.some((known) => known.up === up && known.down === down);

/** The point of the latest report, behind all others however its NAS's clock was set. */
const behindAll = ({ points }: Marks, point: Point): Point => ({
  ...point,
  place: Math.max(point.place, (points.at(-1)?.place ?? -1) + 1),
});

/** Lays a report without session time into the marks. */
export const laidWithoutTime = (marks: Marks, report: Report): Marks => {
  const point = pointOf(marks, { ...report, seconds: null });
  if (marks.seconds > 0) return raisedBeside(marks, point, isLatest(marks, report, point));
  if (!isLatest(marks, report, point)) return laidByArrival(marks, point);
  return isKept(marks, point) ? marks : laid(marks, behindAll(marks, point));
};

/** Whether a report follows those without session time: by its NAS's clock, else by counters that went on. */
const follows = (marks: Marks, report: Report, point: Point): boolean =>
  isLatest(marks, report, point) ||
  (mayFollow(marks, point) && (!report.stamped || SIDES.every((side) => point[side] >= 0)));

/** Lays a report with the session's time behind others without; one that is older than these is like them. */
export const laidFirst = (marks: Marks, report: Report, point: Point): Marks =>
  follows(marks, report, point)
    ? { ...begunBy(marks, point), seconds: point.place }
    : laidWithoutTime(marks, report);
