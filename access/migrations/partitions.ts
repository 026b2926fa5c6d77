import type { Knex } from "knex";

/** Tables by month; a session is changed by each report, and stays on its page where that has room left. */
const PARTITIONED = [
  { table: "sessions", storage: "with (fillfactor = 75)" },
  { table: "ledger", storage: "" },
] as const;

const monthStart = (at: number, monthsOn: number): string => {
  const [year = 1970, month = 1] = new Date(at).toISOString().split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + monthsOn, 1)).toISOString().slice(0, 10);
};

/**
 * Makes the monthly partitions (UTC months) of sessions and ledger for this month and the next two.
 *
 * Safe to repeat and to run from several processes: the caller holds the migration lock.
 */
export const makePartitions = async (database: Knex, at: number): Promise<void> => {
  for (const { table, storage } of PARTITIONED) {
    for (const ahead of [0, 1, 2]) {
      const from = monthStart(at, ahead);
      const partition = `${table}_${from.slice(0, 7).replace("-", "_")}`;
      await database.raw(
        `create table if not exists ${partition} partition of ${table} for values from ('${from}') to ('${monthStart(at, ahead + 1)}') ${storage}`,
      );
    }
  }
};
