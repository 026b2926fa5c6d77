import { packValues } from "../redis/pack.ts";
import { type Reader, unpacking } from "../redis/unpack.ts";
import type { Marks, Point } from "./marks.ts";

/** Where among `marksValues` stand those that are looked for by themselves. */
export const MARK = { withheldUp: 5, withheldDown: 6, suspect: 7 } as const;

/** What is remembered beside the totals, as values one behind another. */
export const marksValues = (marks: Marks): readonly unknown[] => {
  const { suspect } = marks;
  const values: unknown[] = [
    marks.upBase,
    marks.downBase,
    marks.gigawords,
    marks.secondsBase,
    marks.restartedAt,
    marks.withheldUp,
    marks.withheldDown,
    suspect ? suspect.place : -1,
    suspect ? suspect.up : 0,
    suspect ? suspect.down : 0,
  ];
  for (const { place, up, down } of marks.points) values.push(place, up, down);
  return values;
};

type Totals = Pick<Marks, "up" | "down" | "seconds" | "eventAt" | "startedAt">;

const readPoint = (from: Reader): Point => ({ place: from.number(), up: from.number(), down: from.number() });

/** Reads `marksValues`, the last that were packed. */
export const readMarks = (from: Reader, totals: Totals): Marks => {
  const upBase = from.number();
  const downBase = from.number();
  const gigawords = from.value() as boolean;
  const secondsBase = from.number();
  const restartedAt = from.number();
  const withheldUp = from.number();
  const withheldDown = from.number();
  const suspect = readPoint(from);
  const points: Point[] = [];
  while (!from.isEnd()) points.push(readPoint(from));
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
    startedAt: totals.startedAt,
    withheldUp,
    withheldDown,
    suspect: suspect.place < 0 ? null : suspect,
  };
};

/** Reads `marksValues` from a list. */
export const marksOf = (values: readonly unknown[], totals: Totals): Marks =>
  unpacking(packValues(values), (from) => readMarks(from, totals));
