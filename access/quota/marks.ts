/** A session's running totals as one report states them; a missing attribute is unknown, never zero. */
export type Report = {
  /** octets from the person since the session began, gigawords included; `null` when the report lacks it */
  readonly up: number | null;
  /** octets to the person; `null` when the report lacks it */
  readonly down: number | null;
  /** Acct-Session-Time, seconds; `null` when the report lacks it */
  readonly seconds: number | null;
  /** when it happened, epoch ms: Event-Timestamp, or arrival less Acct-Delay-Time */
  readonly eventAt: number;
  /** whether `eventAt` is the NAS's own Event-Timestamp */
  readonly stamped: boolean;
  /** whether the report carries a Gigawords attribute, so that its counters do not wrap at 2^32 */
  readonly gigawords: boolean;
};

/** One kept report: its place on the session's own time axis, and its raw counters (-1 is unknown). */
type Point = { readonly place: number; readonly up: number; readonly down: number };

/**
 * What is remembered of a session to count it exactly: the latest reports in their true order, and what lies before
 * them. Totals only ever rise.
 */
export type Marks = {
  /** octets and seconds counted so far */
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  /** octets counted before the oldest kept point */
  readonly upBase: number;
  readonly downBase: number;
  /** the latest points, oldest first, at most `KEPT` */
  readonly points: readonly Point[];
  readonly gigawords: boolean;
  /** seconds of the session before the NAS last restarted its session time, and when it did (epoch ms) */
  readonly secondsBase: number;
  readonly restartedAt: number;
  /** latest event seen, epoch ms */
  readonly eventAt: number;
  readonly startedAt: number;
};

/** How far reports may overtake one another and still be put in order. */
export const KEPT = 6;
const WRAP = 2 ** 32;
const HALF = 2 ** 31;
/** A NAS's session time and its Event-Timestamp both round to seconds. */
const ROUNDING = 2_000;

/** The marks of a session about which nothing was reported yet. */
export const unmarked = (startedAt: number): Marks => ({
  up: 0,
  down: 0,
  seconds: 0,
  upBase: 0,
  downBase: 0,
  points: [],
  gigawords: false,
  secondsBase: 0,
  restartedAt: 0,
  eventAt: startedAt,
  startedAt,
});

/**
 * Octets moved between two raw counters of one session.
 *
 * A counter that fell has wrapped at 2^32 when the NAS sends no Gigawords (RFC 2869 section 5.1) and it fell by more
 * than half the range; otherwise the NAS restarted its counters, so all of the later one is new.
 */
const moved = (earlier: number, later: number, gigawords: boolean): number => {
  if (later >= earlier) return later - earlier;
  return !gigawords && earlier - later > HALF ? WRAP - earlier + later : later;
};

const sum = (points: readonly Point[], side: "up" | "down", base: number, gigawords: boolean): number => {
  let total = base;
  let previous = 0;
  for (const point of points) {
    const raw = point[side];
    if (raw < 0) continue;
    total += moved(previous, raw, gigawords);
    previous = raw;
  }
  return total;
};

/** Whether the NAS began its session time anew: this report's session began after the latest event known. */
const restarted = (marks: Marks, report: Report): boolean =>
  report.stamped &&
  report.seconds !== null &&
  marks.points.length > 0 &&
  report.seconds < marks.seconds - marks.secondsBase &&
  report.eventAt > marks.eventAt &&
  report.eventAt - report.seconds * 1000 >= marks.eventAt - ROUNDING;

const place = (marks: Marks, report: Report): number => {
  const before = report.stamped && report.eventAt < marks.restartedAt ? 0 : marks.secondsBase;
  return report.seconds === null
    ? Math.max(0, Math.floor((report.eventAt - marks.startedAt) / 1000))
    : before + report.seconds;
};

const merged = (points: readonly Point[], point: Point): Point[] => {
  const same = points.findIndex((known) => known.place === point.place);
  if (same < 0) return [...points, point].sort((a, b) => a.place - b.place);
  // Two reports of one second cannot be ordered: the higher counter is the later one.
  return points.map((known, index) =>
    index === same
      ? { place: point.place, up: Math.max(known.up, point.up), down: Math.max(known.down, point.down) }
      : known,
  );
};

/** Drops the oldest points beyond `KEPT`; what they counted moves into the base and the new oldest starts from there. */
const settled = (
  marks: Marks,
  points: readonly Point[],
  gigawords: boolean,
): Pick<Marks, "points" | "upBase" | "downBase"> => {
  let kept = points;
  let { upBase, downBase } = marks;
  while (kept.length > KEPT) {
    const [oldest, next, ...rest] = kept as [Point, Point, ...Point[]];
    const up = next.up < 0 ? oldest.up : next.up;
    const down = next.down < 0 ? oldest.down : next.down;
    upBase += sum([oldest, { ...next, up }], "up", 0, gigawords) - Math.max(up, 0);
    downBase += sum([oldest, { ...next, down }], "down", 0, gigawords) - Math.max(down, 0);
    kept = [{ place: next.place, up, down }, ...rest];
  }
  return { points: kept, upBase, downBase };
};

/** Whether a point lies before everything still kept: too late to be put in order, and counted long ago. */
const tooLate = (marks: Marks, at: number): boolean =>
  marks.points.length >= KEPT && at < (marks.points[0]?.place ?? 0);

/**
 * The marks after one more report. Repeats, reordering, lateness and missing octets never lower a total; wraps and
 * restarts of the NAS's counters are recognised where the session's time went on.
 *
 * The same rules stand in `../session/account.lua`, which runs them atomically; a test holds the two together.
 */
export const marked = (marks: Marks, report: Report): Marks => {
  const fresh = restarted(marks, report);
  const based: Marks = fresh
    ? { ...marks, secondsBase: marks.seconds, restartedAt: report.eventAt - (report.seconds ?? 0) * 1000 }
    : marks;
  const at = place(based, report);
  const gigawords = marks.gigawords || report.gigawords;
  const eventAt = Math.max(marks.eventAt, report.eventAt);
  if (tooLate(based, at)) return { ...based, gigawords, eventAt };
  const points = merged(based.points, { place: at, up: report.up ?? -1, down: report.down ?? -1 });
  const kept = settled(based, points, gigawords);
  return {
    ...based,
    ...kept,
    gigawords,
    eventAt,
    up: Math.max(marks.up, sum(kept.points, "up", kept.upBase, gigawords)),
    down: Math.max(marks.down, sum(kept.points, "down", kept.downBase, gigawords)),
    seconds: Math.max(marks.seconds, report.seconds === null ? 0 : at),
  };
};
