import type { Marks, Point } from "./marks.ts";

/** Where in a session's marks what stands: a suspect's place is -1 where there is none; three values a point. */
export const MARK = {
  upBase: 0,
  downBase: 1,
  gigawords: 2,
  secondsBase: 3,
  restartedAt: 4,
  withheldUp: 5,
  withheldDown: 6,
  suspect: 7,
  points: 10,
} as const;

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

/** Reads `marksValues`, the first of which stands at `from`. */
export const marksOf = (values: readonly unknown[], totals: Totals, from = 0): Marks => {
  const number = (place: number): number => values[from + place] as number;
  const point = (place: number): Point => ({
    place: number(place),
    up: number(place + 1),
    down: number(place + 2),
  });
  const points: Point[] = [];
  for (let place: number = MARK.points; from + place < values.length; place += 3) points.push(point(place));
  return {
    up: totals.up,
    down: totals.down,
    seconds: totals.seconds,
    upBase: number(MARK.upBase),
    downBase: number(MARK.downBase),
    points,
    gigawords: values[from + MARK.gigawords] as boolean,
    secondsBase: number(MARK.secondsBase),
    restartedAt: number(MARK.restartedAt),
    eventAt: totals.eventAt,
    startedAt: totals.startedAt,
    withheldUp: number(MARK.withheldUp),
    withheldDown: number(MARK.withheldDown),
    suspect: number(MARK.suspect) < 0 ? null : point(MARK.suspect),
  };
};
