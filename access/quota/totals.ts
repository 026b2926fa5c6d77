/** What one period of a person had come to, in all: letter and start (epoch s) of the period, octets, seconds. */
export type PeriodTotal = readonly [letter: string, start: number, up: number, down: number, seconds: number];

/** Where what Redis keeps of a person says how many period totals follow, and how many values each takes. */
const COUNT = 5;
const VALUES = 5;

/** Where the values behind the totals begin. @param from  where the person's values begin */
export const afterTotals = (values: readonly unknown[], from = 0): number =>
  from + COUNT + 1 + (values[from + COUNT] as number) * VALUES;

/** The totals among what Redis keeps of a person (`access/subscriber/live.ts`). @param from  where these values begin */
export const totalsIn = (values: readonly unknown[], from = 0): PeriodTotal[] => {
  const totals: PeriodTotal[] = [];
  const end = afterTotals(values, from);
  for (let at = from + COUNT + 1; at < end; at += VALUES)
    totals.push(values.slice(at, at + VALUES) as unknown as PeriodTotal);
  return totals;
};
