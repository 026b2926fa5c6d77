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
export type Point = { readonly place: number; readonly up: number; readonly down: number };

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
  /** octets that cannot have passed, so that nobody was charged for them */
  readonly withheldUp: number;
  readonly withheldDown: number;
  /** the counters of the last report, where they cannot be true: a slip of the NAS, or a new beginning */
  readonly suspect: Point | null;
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
  withheldUp: 0,
  withheldDown: 0,
  suspect: null,
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

/** Drops the oldest points beyond `KEPT`; what they counted moves into the base and the new oldest starts from there. */
const settled = (
  marks: Marks,
  points: readonly Point[],
  gigawords: boolean,
): Pick<Marks, "points" | "upBase" | "downBase"> => {
  let { upBase, downBase } = marks;
  if (points.length <= KEPT) return { points, upBase, downBase };
  let kept = points;
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

/** Lays a point into the marks and counts the octets anew. */
const laid = (marks: Marks, point: Point): Marks => {
  if (tooLate(marks, point.place)) return marks;
  const { points, upBase, downBase } = settled(marks, merged(marks.points, point), marks.gigawords);
  const up = Math.max(marks.up, sum(points, "up", upBase, marks.gigawords));
  const down = Math.max(marks.down, sum(points, "down", downBase, marks.gigawords));
  return { ...marks, points, upBase, downBase, up, down };
};

const basedOn = (marks: Marks, report: Report): Marks => {
  const gigawords = marks.gigawords || report.gigawords;
  if (restarted(marks, report)) {
    const restartedAt = report.eventAt - (report.seconds ?? 0) * 1000;
    return { ...marks, secondsBase: marks.seconds, restartedAt, gigawords };
  }
  return gigawords === marks.gigawords ? marks : { ...marks, gigawords };
};

const pointOf = (based: Marks, report: Report): Point => ({
  place: place(based, report),
  up: report.up ?? -1,
  down: report.down ?? -1,
});

/**
 * The marks after one more report. Repeats, reordering, lateness and missing octets never lower a total; wraps and
 * restarts of the NAS's counters are recognised where the session's time went on.
 */
export const marked = (marks: Marks, report: Report): Marks => {
  const based = basedOn(marks, report);
  const point = pointOf(based, report);
  const eventAt = Math.max(marks.eventAt, report.eventAt);
  if (tooLate(based, point.place)) return { ...based, eventAt };
  return {
    ...laid(based, point),
    eventAt,
    seconds: Math.max(marks.seconds, report.seconds === null ? 0 : point.place),
  };
};

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

const goesOnFrom = ({ suspect }: Marks, { up, down }: Report): boolean =>
  suspect !== null && (up ?? -1) >= suspect.up && (down ?? -1) >= suspect.down;

/**
 * The marks after one more report, but octets beyond what the link can carry are withheld instead of counted: a single
 * slip of a NAS is forgotten with its next report, and a jump it goes on from is left out for good.
 *
 * @param fastest  octets a second, both ways together
 */
export const weighed = (marks: Marks, report: Report, fastest: number): Marks => {
  if (marks.suspect && goesOnFrom(marks, report)) {
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
