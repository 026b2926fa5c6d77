import type { Reader } from "../redis/unpack.ts";

/** What one period of a person had come to, in all: letter and start (epoch s) of the period, octets, seconds. */
export type PeriodTotal = readonly [letter: string, start: number, up: number, down: number, seconds: number];

/** Reads so many totals. */
export const readTotals = (from: Reader, count: number): PeriodTotal[] => {
  const totals: PeriodTotal[] = [];
  for (let index = 0; index < count; index += 1)
    totals.push([from.text(), from.number(), from.number(), from.number(), from.number()]);
  return totals;
};
