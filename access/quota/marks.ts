import type { Clocked } from "./clock.ts";
import type { Octets, Point } from "./points.ts";

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
  /** the latest the NAS's own clock said (`latestSaid`), epoch ms: later than `eventAt` where it is ahead */
  readonly saidAt: number;
  readonly startedAt: number;
  /** octets that cannot have passed, so that nobody was charged for them */
  readonly withheldUp: number;
  readonly withheldDown: number;
  /** the counters of the last report, where they cannot be true: a slip of the NAS, or a new beginning */
  readonly suspect: Point | null;
};

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

/** The marks with totals of at least so many octets. */
export const raised = (marks: Marks, { up, down }: Octets): Marks => ({
  ...marks,
  up: Math.max(marks.up, up),
  down: Math.max(marks.down, down),
});
