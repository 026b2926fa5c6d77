import { isLaterSaid } from "./clock.ts";
import { basedOn, laid, pointOf, timeIn } from "./laid.ts";
import type { Marks, Report } from "./marks.ts";
import { hasRestarted, latest, type Octets, type Point, SIDES } from "./points.ts";

const WITHHELD = { up: "withheldUp", down: "withheldDown" } as const;

/** Takes a suspect's counters as a new beginning: what it rose by is withheld, what follows is counted. */
export const adopted = (marks: Marks, suspect: Point): Marks => {
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

/** What a counter would say had it not jumped. */
const unjumped = (marks: Marks, side: keyof Octets): number =>
  Math.max(0, latest(marks.points, side) - marks[WITHHELD[side]]);

const hasFallenTo = ({ points, gigawords }: Marks, point: Point, side: keyof Octets): boolean =>
  hasRestarted(latest(points, side), point[side], gigawords);

/** Whether a report is surely the latest: by the session's time, or by the clock of a NAS that never says that. */
const isSurelyLatest = (marks: Marks, report: Report, { place }: Point): boolean =>
  place > (marks.points.at(-1)?.place ?? 0) &&
  (timeIn(report) !== null || (marks.seconds === 0 && isLaterSaid(report, marks)));

/**
 * Whether counters that jumped are where they would be without that: so they slipped several times, and began nothing anew.
 * For a restart both would have to be lower.
 */
export const isBackFromJump = (marks: Marks, report: Report): boolean => {
  if (marks.withheldUp + marks.withheldDown === 0) return false;
  const based = basedOn(marks, report);
  const point = pointOf(based, report);
  return (
    based.secondsBase === marks.secondsBase &&
    isSurelyLatest(marks, report, point) &&
    SIDES.some((side) => hasFallenTo(marks, point, side)) &&
    SIDES.some((side) => point[side] >= unjumped(marks, side))
  );
};

/** The marks as if nothing had jumped, as low as a report says: it goes on from there, and nothing is withheld any more. */
export const withoutJump = (marks: Marks, report: Report): Marks => {
  const point = pointOf(basedOn(marks, report), report);
  const from = (side: keyof Octets): number =>
    point[side] < 0 ? unjumped(marks, side) : Math.min(point[side], unjumped(marks, side));
  const [up, down] = [from("up"), from("down")];
  return {
    ...marks,
    points: [{ place: marks.points.at(-1)?.place ?? 0, up, down }],
    upBase: marks.up - up,
    downBase: marks.down - down,
    withheldUp: 0,
    withheldDown: 0,
  };
};
