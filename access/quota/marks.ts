import {
  isBeyondWrap,
  KEPT,
  latest,
  merged,
  moved,
  type Octets,
  type Point,
  settledWhile,
  sum,
  sums,
} from "./points.ts";

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
 * Whether a report is one of the latest again, by all it says. Its Event-Timestamp need not tell: one a little ahead of
 * its arrival was taken for that, and is later when it comes again.
 */
export const isRepeated = ({ points, secondsBase }: Marks, { seconds, up, down }: Report): boolean =>
  seconds !== null &&
  seconds > 0 &&
  points.some(
    (point) =>
      (point.place === seconds || point.place === secondsBase + seconds) &&
      point.up === (up ?? -1) &&
      point.down === (down ?? -1),
  );

/** Whether the NAS began its session time anew: this report's session began after the latest event known. */
const restarted = (marks: Marks, report: Report): boolean =>
  report.stamped &&
  report.seconds !== null &&
  marks.points.length > 0 &&
  report.seconds < marks.seconds - marks.secondsBase &&
  report.eventAt > marks.eventAt &&
  report.eventAt - report.seconds * 1000 >= marks.eventAt - ROUNDING &&
  !isRepeated(marks, report);

/** The session's time as a report states it; `null` also where octets would have moved in none. */
export const timeIn = ({ seconds, up, down }: Report): number | null =>
  seconds === 0 && (up ?? 0) + (down ?? 0) > 0 ? null : seconds;

const place = (marks: Marks, report: Report): number => {
  const before = report.stamped && report.eventAt < marks.restartedAt ? 0 : marks.secondsBase;
  const time = timeIn(report);
  return time === null ? Math.max(0, Math.floor((report.eventAt - marks.startedAt) / 1000)) : before + time;
};

/** Whether a point lies before everything still kept: too late to be put in order, and counted long ago. */
const tooLate = ({ points, upBase, downBase }: Marks, at: number): boolean =>
  (points.length >= KEPT || upBase > 0 || downBase > 0) && at < (points[0]?.place ?? 0);

/** Lays a point into the marks and counts the octets anew. */
export const laid = (marks: Marks, point: Point): Marks => {
  if (tooLate(marks, point.place)) return marks;
  const { upBase, downBase } = marks;
  const run = settledWhile(
    { points: merged(marks.points, point), upBase, downBase },
    marks,
    ({ length }) => length > KEPT,
  );
  return raised({ ...marks, ...run }, sums(run, marks));
};

const raised = (marks: Marks, { up, down }: Octets): Marks => ({
  ...marks,
  up: Math.max(marks.up, up),
  down: Math.max(marks.down, down),
});

/** The marks from where the NAS began its session time anew; of how it did before that, only the last is kept. */
const restartedBy = (marks: Marks, report: Report): Marks => {
  const { secondsBase, seconds } = marks;
  const isOver = ([oldest]: readonly Point[]): boolean => oldest!.place <= secondsBase;
  return {
    ...marks,
    ...(secondsBase > 0 && settledWhile(marks, marks, isOver)),
    secondsBase: seconds,
    restartedAt: report.eventAt - (report.seconds ?? 0) * 1000,
  };
};

/** The marks as a report finds them: whether its NAS sends Gigawords, and began its session time anew. */
export const basedOn = (marks: Marks, report: Report): Marks => {
  const gigawords = marks.gigawords || report.gigawords;
  const known = gigawords === marks.gigawords ? marks : { ...marks, gigawords };
  return restarted(marks, report) ? restartedBy(known, report) : known;
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

const SIDES = ["up", "down"] as const;

/** Whether a counter was once seen to fall, so that what is higher than the latest may yet be older. */
const hasFallen = (marks: Marks, side: keyof Octets): boolean => {
  const base = marks[`${side}Base`];
  return base > 0 || sum(marks.points, side, base, marks) !== base + Math.max(0, latest(marks.points, side));
};

/** Whether a point may be later than all others: no counter is lower than the latest, or ever was. */
const mayFollow = (marks: Marks, point: Point): boolean =>
  SIDES.every(
    (side) => !hasFallen(marks, side) && (point[side] < 0 || point[side] >= latest(marks.points, side)),
  );

const isLatest = (marks: Marks, report: Report): boolean => report.stamped && report.eventAt > marks.eventAt;

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
const isTimeless = ({ seconds, points }: Marks): boolean =>
  seconds === 0 && points.some((point) => point.place > 0 && (point.up >= 0 || point.down >= 0));

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

/** Lays a report without session time into the marks. */
const laidWithoutTime = (marks: Marks, report: Report): Marks => {
  const point = pointOf(marks, { ...report, seconds: null });
  if (marks.seconds > 0) return raisedBeside(marks, point, isLatest(marks, report));
  if (!report.stamped) return laidByArrival(marks, point);
  return isKept(marks, point) ? marks : laid(marks, point);
};

/** Lays a report with the session's time behind others without; one that is older than these is like them. */
const laidFirst = (marks: Marks, report: Report, point: Point): Marks => {
  const isLater = isLatest(marks, report) || (!report.stamped && mayFollow(marks, point));
  return isLater ? { ...begunBy(marks, point), seconds: point.place } : laidWithoutTime(marks, report);
};

/**
 * The marks after one more report. Repeats, reordering, lateness and missing octets never lower a total; wraps and
 * restarts of the NAS's counters are recognised where the session's time went on.
 */
export const marked = (marks: Marks, report: Report): Marks => {
  const based = basedOn(marks, report);
  const eventAt = Math.max(marks.eventAt, report.eventAt);
  if (timeIn(report) === null) return { ...laidWithoutTime(based, report), eventAt };
  const point = pointOf(based, report);
  if (point.place > 0 && isTimeless(based)) return { ...laidFirst(based, report, point), eventAt };
  if (tooLate(based, point.place)) return { ...based, eventAt };
  return { ...laid(based, point), eventAt, seconds: Math.max(marks.seconds, point.place) };
};
