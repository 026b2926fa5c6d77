/** One kept report: its place on the session's own time axis, and its raw counters (-1 is unknown). */
export type Point = { readonly place: number; readonly up: number; readonly down: number };

/** How the counters of points go on. */
export type Reading = {
  /** whether the NAS sends Gigawords, so that its counters do not wrap at 2^32 */
  readonly gigawords: boolean;
  /** place at which the NAS last began its session time anew; 0 where it did not */
  readonly secondsBase: number;
};

/** Octets of both directions. */
export type Octets = { readonly up: number; readonly down: number };

/** Both directions. */
export const SIDES = ["up", "down"] as const;

/** Points, and what was counted before the oldest. */
export type Run = { readonly points: readonly Point[]; readonly upBase: number; readonly downBase: number };

/** How far reports may overtake one another and still be put in order. */
export const KEPT = 6;
/** Where a counter without Gigawords begins anew. */
export const WRAP = 2 ** 32;
const HALF = 2 ** 31;

/** Whether a raw counter needed Gigawords to be said. */
export const isBeyondWrap = (raw: number): boolean => raw >= WRAP;

/**
 * Whether a counter wrapped at 2^32 between two readings: the NAS sends no Gigawords (RFC 2869 section 5.1), and it fell by
 * more than half the range.
 */
export const hasWrapped = (earlier: number, later: number, gigawords: boolean): boolean =>
  !gigawords && earlier - later > HALF;

/** Whether a counter that is known (not -1) fell between two readings and has not wrapped: the NAS restarted it. */
export const hasRestarted = (earlier: number, later: number, gigawords: boolean): boolean =>
  later >= 0 && later < earlier && !hasWrapped(earlier, later, gigawords);

/**
 * Octets moved between two raw counters of one session. One that fell and has not wrapped was restarted by the NAS, so all
 * of the later one is new.
 */
export const moved = (earlier: number, later: number, gigawords: boolean): number => {
  if (later >= earlier) return later - earlier;
  return hasWrapped(earlier, later, gigawords) ? WRAP - earlier + later : later;
};

/** Whether the NAS began its session time anew between two places: its counters then began anew, and did not wrap. */
const isRestartBetween = (earlier: number, later: number, { secondsBase }: Reading): boolean =>
  secondsBase > 0 && earlier <= secondsBase && later > secondsBase;

/** What one direction of points comes to. */
export const sum = (points: readonly Point[], side: keyof Octets, base: number, reading: Reading): number => {
  let total = base;
  let previous = 0;
  let place = 0;
  for (const point of points) {
    const raw = point[side];
    if (raw < 0) continue;
    total += moved(previous, raw, reading.gigawords || isRestartBetween(place, point.place, reading));
    previous = raw;
    place = point.place;
  }
  return total;
};

/** What a run comes to in both directions. */
export const sums = ({ points, upBase, downBase }: Run, reading: Reading): Octets => ({
  up: sum(points, "up", upBase, reading),
  down: sum(points, "down", downBase, reading),
});

/** The latest raw counter of a direction that is known; -1 for none. */
export const latest = (points: readonly Point[], side: keyof Octets): number =>
  points.findLast((point) => point[side] >= 0)?.[side] ?? -1;

/** Puts a point among others, in their order. */
export const merged = (points: readonly Point[], point: Point): readonly Point[] => {
  const last = points.at(-1);
  if (!last || last.place < point.place) return [...points, point];
  const same = points.findIndex((known) => known.place === point.place);
  if (same < 0) return [...points, point].sort((a, b) => a.place - b.place);
  // Two reports of one second cannot be ordered: the higher counter is the later one.
  return points.map((known, index) =>
    index === same
      ? { place: point.place, up: Math.max(known.up, point.up), down: Math.max(known.down, point.down) }
      : known,
  );
};

/** Drops the oldest point; what it counted moves into the base, and the new oldest starts from there. */
const withoutOldest = ({ points, upBase, downBase }: Run, reading: Reading): Run => {
  const [oldest, next, ...rest] = points as [Point, Point, ...Point[]];
  const up = next.up < 0 ? oldest.up : next.up;
  const down = next.down < 0 ? oldest.down : next.down;
  const first = { place: next.place, up, down };
  return {
    points: [first, ...rest],
    upBase: upBase + sum([oldest, first], "up", 0, reading) - Math.max(up, 0),
    downBase: downBase + sum([oldest, first], "down", 0, reading) - Math.max(down, 0),
  };
};

/** Drops the oldest points for as long as a claim holds for those that are left. */
export const settledWhile = (
  run: Run,
  reading: Reading,
  holds: (points: readonly Point[]) => boolean,
): Run => {
  let left = run;
  while (left.points.length > 1 && holds(left.points)) left = withoutOldest(left, reading);
  return left;
};
