/** What one period of a person had come to, in all: letter and start (epoch s) of the period, octets, seconds. */
export type PeriodTotal = readonly [letter: string, start: number, up: number, down: number, seconds: number];

/** Where what Redis keeps of a person says how many period totals follow, and how many values each takes. */
const COUNT = 6;
const VALUES = 5;

/** Where the values behind the totals begin. */
export const afterTotals = (values: readonly unknown[]): number =>
  COUNT + 1 + (values[COUNT] as number) * VALUES;

/** The totals among what Redis keeps of a person (`access/subscriber/live.ts`). */
export const totalsIn = (values: readonly unknown[]): PeriodTotal[] => {
  const totals: PeriodTotal[] = [];
  const end = afterTotals(values);
  for (let at = COUNT + 1; at < end; at += VALUES)
    totals.push(values.slice(at, at + VALUES) as unknown as PeriodTotal);
  return totals;
};
