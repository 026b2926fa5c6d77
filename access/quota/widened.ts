import type { Marks } from "./marks.ts";
import { hasWrapped, isBeyondWrap, type Octets, type Point, SIDES, WRAP } from "./points.ts";

/** Whether a counter passed 2^32 between two raw readings. */
type Wrapped = (earlier: number, later: number) => boolean;

/**
 * What a fall of a counter may have been, the likeliest last: with all of them wraps a total is the least. Reports that
 * overtook one another can make a wrap look like a restart.
 */
const READINGS: readonly Wrapped[] = [
  (earlier, later) => later < earlier,
  (earlier, later) => hasWrapped(earlier, later, false),
];

/** One direction of the points with their wraps in them, and the base without. */
type Widened = { readonly raws: readonly number[]; readonly base: number };

const widenedBy = (
  { points, secondsBase }: Marks,
  side: keyof Octets,
  base: number,
  wrapped: Wrapped,
): Widened => {
  // What lies before the NAS began its session time anew is of other counters.
  const high = secondsBase > 0 ? 0 : Math.ceil(base / WRAP) * WRAP;
  let [added, before] = [high, -1];
  const raws = points.map((point) => {
    const raw = point[side];
    if (raw < 0 || (secondsBase > 0 && point.place <= secondsBase)) return raw;
    if (before >= 0 && wrapped(before, raw)) added += WRAP;
    before = raw;
    return raw + added;
  });
  return { raws, base: high > 0 ? 0 : base };
};

const widenedIn = (marks: Marks, side: keyof Octets, { place, [side]: counter }: Point): Marks => {
  if (!isBeyondWrap(counter)) return marks;
  const base = side === "up" ? "upBase" : "downBase";
  const fitting = READINGS.map((wrapped) => widenedBy(marks, side, marks[base], wrapped)).find(({ raws }) =>
    raws.every((raw, index) => marks.points[index]!.place >= place || raw <= counter),
  );
  if (!fitting) return marks;
  const points = marks.points.map((point, index) => ({ ...point, [side]: fitting.raws[index]! }));
  return { ...marks, points, [base]: fitting.base };
};

/**
 * The marks of a NAS that says Gigawords for the first time, and by them that a counter passed 2^32: the wraps so far are put
 * into the points, as that counter has them too. They would be taken for restarts else, and all of it for new.
 *
 * @param point  the counters it says
 */
export const widened = (marks: Marks, point: Point): Marks =>
  SIDES.reduce((known, side) => widenedIn(known, side, point), marks);
