import { type Clocked, isLaterSaid, latestSaid, saidBy } from "./clock.ts";
import {
  isBeyondWrap,
  KEPT,
  latest,
  merged,
  moved,
  type Octets,
  type Point,
  type Run,
  settledWhile,
  sum,
  sums,
} from "./points.ts";

/** A session's running totals as one report states them; a missing attribute is unknown, never zero. */
export type Report = Clocked & {
  /** octets from the person since the session began, gigawords included; `null` when the report lacks it */
  readonly up: number | null;
  /** octets to the person; `null` when the report lacks it */
  readonly down: number | null;
  /** Acct-Session-Time, seconds; `null` when the report lacks it */
  readonly seconds: number | null;
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
  /** seconds of the session before the NAS last restarted its session time, and when it did by its clock (epoch ms) */
  readonly secondsBase: number;
  readonly restartedAt: number;
  /** latest event seen, epoch ms */
  readonly eventAt: number;
  /** the latest the NAS's own clock said, epoch ms: later than `eventAt` where it is ahead, never earlier */
  readonly saidAt: number;
  readonly startedAt: number;
  /** octets that cannot have passed, so that nobody was charged for them */
  readonly withheldUp: number;
  readonly withheldDown: number;
  /** the counters of the last report, where they cannot be true: a slip of the NAS, or a new beginning */
  readonly suspect: Point | null;
};

const SIDES = ["up", "down"] as const;

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
  saidAt: startedAt,
  startedAt,
  withheldUp: 0,
  withheldDown: 0,
  suspect: null,
});

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
  const time = timeIn(report);
  if (time === null) return Math.max(0, Math.floor((report.eventAt - marks.startedAt) / 1000));
  const isOfBefore = (saidBy(report) ?? Number.POSITIVE_INFINITY) <= marks.restartedAt;
  return isOfBefore ? Math.min(time, marks.secondsBase) : marks.secondsBase + time;
};

/** Whether a point lies before everything still kept: too late to be put in order, and counted long ago. */
const tooLate = ({ points, upBase, downBase, secondsBase }: Marks, at: number): boolean =>
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

const raised = (marks: Marks, { up, down }: Octets): Marks => ({
  ...marks,
  up: Math.max(marks.up, up),
  down: Math.max(marks.down, down),
});

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
  if (!isLaterSaid(report, marks)) return laidByArrival(marks, point);
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
  const clocks = { eventAt: Math.max(marks.eventAt, report.eventAt), saidAt: latestSaid(marks, report) };
  if (timeIn(report) === null) return { ...laidWithoutTime(based, report), ...clocks };
  const point = pointOf(based, report);
  if (point.place > 0 && isTimeless(based)) return { ...laidFirst(based, report, point), ...clocks };
  if (tooLate(based, point.place)) return { ...based, ...clocks };
  return { ...laid(based, point), ...clocks, seconds: Math.max(marks.seconds, point.place) };
};
