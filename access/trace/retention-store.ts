import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { KEPT_DAYS } from "./trace.ts";

const DAY_MS = 86_400_000;
/** Days for which there is a partition beforehand. */
const AHEAD = 7;
/** Any fixed number: "hint" in ASCII. */
const LOCK = 0x68_69_6e_74;

const dayOf = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;
const nameOf = (day: number): string => `traces_${instant(day).slice(0, 10).replaceAll("-", "_")}`;

const make = async (transaction: Knex, day: number): Promise<void> => {
  const to = instant(day + DAY_MS);
  const { rows } = await transaction.raw<{ rows: { stray: boolean; made: boolean }[] }>(
    `select exists (select from traces_other where at >= :from and at < :to) as stray,
            to_regclass(:name) is not null as made`,
    { from: instant(day), to, name: nameOf(day) },
  );
  // What came before there was a place for it stays where it is: a partition cannot be made over it.
  if (rows[0]?.stray || rows[0]?.made) return;
  await transaction.raw(
    `create table if not exists ${nameOf(day)} partition of traces for values from ('${instant(day)}') to ('${to}')`,
  );
};

const dropBefore = async (transaction: Knex, day: number): Promise<void> => {
  const { rows } = await transaction.raw<{ rows: { name: string }[] }>(
    `select child.relname as name
       from pg_inherits join pg_class child on child.oid = inhrelid
      where inhparent = 'traces'::regclass and child.relname ~ '^traces_[0-9_]{10}$' and child.relname < :first`,
    { first: nameOf(day) },
  );
  for (const { name } of rows) await transaction.raw("drop table ??", [name]);
  await transaction.raw("delete from traces_other where at < ?", [instant(day)]);
};

/**
 * Makes the partitions of the coming days (UTC) and drops those older than `KEPT_DAYS`. Several processes may do it at
 * once; whoever comes second has nothing to do.
 *
 * @param at  epoch ms
 */
export const keepTraces = (database: Knex, at: number): Promise<void> =>
  database.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [LOCK]);
    for (let ahead = -1; ahead <= AHEAD; ahead += 1) await make(transaction, dayOf(at) + ahead * DAY_MS);
    await dropBefore(transaction, dayOf(at - KEPT_DAYS * DAY_MS));
  });
