import { packValues, type Writer } from "../redis/pack.ts";
import { type Reader, unpacking } from "../redis/unpack.ts";
import type { Marks } from "./marks.ts";
import type { Point } from "./points.ts";

/** Where among marks stand those that are looked for by themselves. */
export const MARK = { withheldUp: 5, withheldDown: 6, suspect: 7 } as const;

/** How many values stand for marks before the points, and for each of these. */
const BEFORE_POINTS = 10;
const OF_POINT = 3;

/** How far the NAS's clock was ahead of its events, ms, or behind; kept behind the points, and only where it was. */
const aheadOf = ({ saidAt, eventAt }: Marks): number => saidAt - eventAt;

/** How many values `writeMarks` writes. */
export const sizeOfMarks = (marks: Marks): number =>
  BEFORE_POINTS + marks.points.length * OF_POINT + (aheadOf(marks) !== 0 ? 1 : 0);

const writePoint = (to: Writer, { place, up, down }: Point): void => {
  to.number(place);
  to.number(up);
  to.number(down);
};

const NO_POINT: Point = { place: -1, up: 0, down: 0 };

/** Writes what is remembered beside the totals, as values one behind another. */
export const writeMarks = (to: Writer, marks: Marks): void => {
  to.number(marks.upBase);
  to.number(marks.downBase);
  to.value(marks.gigawords);
  to.number(marks.secondsBase);
  to.number(marks.restartedAt);
  to.number(marks.withheldUp);
  to.number(marks.withheldDown);
  writePoint(to, marks.suspect ?? NO_POINT);
  for (const point of marks.points) writePoint(to, point);
  if (aheadOf(marks) !== 0) to.number(aheadOf(marks));
};

type Totals = Pick<Marks, "up" | "down" | "seconds" | "eventAt" | "startedAt">;

const readPoint = (from: Reader): Point => ({ place: from.number(), up: from.number(), down: from.number() });

/** Reads the points, and what stands behind them: how far the NAS's clock was ahead. */
const readRest = (from: Reader): { readonly points: readonly Point[]; readonly ahead: number } => {
  const points: Point[] = [];
  while (!from.isEnd()) {
    const first = from.number();
    if (from.isEnd()) return { points, ahead: first };
    points.push({ place: first, up: from.number(), down: from.number() });
  }
  return { points, ahead: 0 };
};

/** Reads `writeMarks`' values, the last that were packed. */
export const readMarks = (from: Reader, totals: Totals): Marks => {
  const upBase = from.number();
  const downBase = from.number();
  const gigawords = from.value() as boolean;
  const secondsBase = from.number();
  const restartedAt = from.number();
  const withheldUp = from.number();
  const withheldDown = from.number();
  const suspect = readPoint(from);
  const { points, ahead } = readRest(from);
  return {
    up: totals.up,
    down: totals.down,
    seconds: totals.seconds,
    upBase,
    downBase,
    points,
    gigawords,
    secondsBase,
    restartedAt,
    eventAt: totals.eventAt,
    saidAt: totals.eventAt + ahead,
    startedAt: totals.startedAt,
    withheldUp,
    withheldDown,
    suspect: suspect.place < 0 ? null : suspect,
  };
};

const areWhole = (values: readonly unknown[]): boolean =>
  values.length >= BEFORE_POINTS && (values.length - BEFORE_POINTS) % OF_POINT <= 1;

/** Reads them from a list; `undefined` where it is no whole one. */
export const marksOf = (values: readonly unknown[], totals: Totals): Marks | undefined =>
  areWhole(values) ? unpacking(packValues(values), (from) => readMarks(from, totals)) : undefined;
