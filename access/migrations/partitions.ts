import type { Knex } from "knex";

const PARTITIONED = ["sessions", "ledger"] as const;

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
  for (const table of PARTITIONED) {
    for (const ahead of [0, 1, 2]) {
      const from = monthStart(at, ahead);
      const partition = `${table}_${from.slice(0, 7).replace("-", "_")}`;
      await database.raw(
        `create table if not exists ${partition} partition of ${table} for values from ('${from}') to ('${monthStart(at, ahead + 1)}')`,
      );
    }
  }
};
