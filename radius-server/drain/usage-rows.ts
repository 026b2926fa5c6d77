import type { LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import type { PeriodTotal } from "#access/quota/totals";
import type { Page } from "./page.ts";

/** What a person used in a local day, and what its week, month and plan had come to. */
export type UsageRow = {
  readonly subscriberId: number;
  readonly day: PeriodTotal;
  readonly week: PeriodTotal | undefined;
  readonly month: PeriodTotal | undefined;
  readonly once: PeriodTotal;
};

const startOf = ([, start]: PeriodTotal): number => start;

/** Of two totals of one period the greater, of two periods the later. */
const greater = (a: PeriodTotal, b: PeriodTotal): PeriodTotal => {
  if (startOf(a) !== startOf(b)) return startOf(a) > startOf(b) ? a : b;
  const [letter, start, up, down, seconds] = a;
  return [letter, start, Math.max(up, b[2]), Math.max(down, b[3]), Math.max(seconds, b[4])];
};

const greaterIfAny = (a: PeriodTotal | undefined, b: PeriodTotal | undefined): PeriodTotal | undefined =>
  a && b ? greater(a, b) : (a ?? b);

const merged = (a: UsageRow, b: UsageRow): UsageRow => ({
  subscriberId: a.subscriberId,
  day: greater(a.day, b.day),
  week: greaterIfAny(a.week, b.week),
  month: greaterIfAny(a.month, b.month),
  once: greater(a.once, b.once),
});

const ofLetter = (usage: readonly PeriodTotal[], wanted: string): PeriodTotal[] =>
  usage.filter(([letter]) => letter === wanted).sort((a, b) => startOf(a) - startOf(b));

/** The period a day lies in: the latest that began by then. */
const around = (day: PeriodTotal, periods: readonly PeriodTotal[]): PeriodTotal | undefined =>
  periods.findLast((period) => startOf(period) <= startOf(day));

const nothingOf = (letter: string, start: number): PeriodTotal => [letter, start, 0, 0, 0];

/**
 * The rows of a record that touched more than one day. A period none of whose days was touched has a row of its own,
 * with nothing used on the day it began.
 */
const rowsOfMany = (subscriberId: number, usage: readonly PeriodTotal[]): UsageRow[] => {
  const [days, weeks, months, plans] = ["d", "w", "m", "o"].map((letter) => ofLetter(usage, letter)) as [
    PeriodTotal[],
    PeriodTotal[],
    PeriodTotal[],
    PeriodTotal[],
  ];
  const once = plans.at(-1) ?? nothingOf("o", 0);
  const rows = days.map((day) => ({
    ...{ subscriberId, day, once },
    week: around(day, weeks),
    month: around(day, months),
  }));
  const placed = new Set(rows.flatMap(({ week, month }) => [week, month]));
  const alone = (period: PeriodTotal) => ({ subscriberId, day: nothingOf("d", startOf(period)), once });
  return [
    ...rows,
    ...weeks.filter((week) => !placed.has(week)).map((week) => ({ ...alone(week), week, month: undefined })),
    ...months
      .filter((month) => !placed.has(month))
      .map((month) => ({ ...alone(month), week: undefined, month })),
    ...(rows.length === 0
      ? plans.map((plan) => ({ ...alone(plan), once: plan, week: undefined, month: undefined }))
      : []),
  ];
};

const rowsOf = (subscriberId: number, usage: readonly PeriodTotal[]): readonly UsageRow[] => {
  const [day, week, month, once] = usage;
  // Nearly every report touches one day, its week, its month and the plan.
  const isPlain = usage.length === 4 && day?.[0] === "d" && week?.[0] === "w" && month?.[0] === "m";
  return isPlain && once?.[0] === "o"
    ? [{ subscriberId, day, week, month, once }]
    : rowsOfMany(subscriberId, usage);
};

const isSameDay = (a: UsageRow, b: UsageRow): boolean =>
  startOf(a.day) === startOf(b.day) && startOf(a.once) === startOf(b.once);

const addTo = (rows: UsageRow[], row: UsageRow): void => {
  const known = rows.findIndex((other) => isSameDay(other, row));
  const other = rows[known];
  if (other) rows[known] = merged(other, row);
  else rows.push(row);
};

/** The greatest totals of each day of each person in pages. */
export const lastUsage = (pages: readonly Page[]): UsageRow[] => {
  const people = new Map<number, UsageRow[]>();
  const addRecord = (record: LedgerRecord): void => {
    const subscriberId = record[AT.subscriberId];
    const rows = people.get(subscriberId) ?? [];
    if (rows.length === 0) people.set(subscriberId, rows);
    for (const row of rowsOf(subscriberId, record[AT.usage])) addTo(rows, row);
  };
  for (const { records } of pages)
    for (const record of records) if (record[AT.usage].length > 0) addRecord(record);
  return [...people.values()].flat();
};
