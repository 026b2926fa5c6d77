import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { FORGOTTEN_AFTER_MS, type Knocks, MOST_WAITING, type Waiting } from "./waiting.ts";

const insert = async (transaction: Knex, knocks: readonly Knocks[]): Promise<void> => {
  await transaction.raw(
    `insert into waiting_nas as w (source, nas_identifier, called_station, code, signed, first_seen_at, last_seen_at, count)
     select * from unnest(?::inet[], ?::text[], ?::text[], ?::smallint[], ?::boolean[], ?::timestamptz[],
        ?::timestamptz[], ?::bigint[])
      order by 1, 2, 3
     on conflict (source, nas_identifier, called_station) do update set
        code = excluded.code, signed = excluded.signed,
        last_seen_at = greatest(w.last_seen_at, excluded.last_seen_at), count = w.count + excluded.count`,
    [
      knocks.map(({ source }) => source),
      knocks.map(({ nasIdentifier }) => nasIdentifier),
      knocks.map(({ calledStation }) => calledStation),
      knocks.map(({ code }) => code),
      knocks.map(({ signed }) => signed),
      knocks.map(({ firstSeenAt }) => instant(firstSeenAt)),
      knocks.map(({ lastSeenAt }) => instant(lastSeenAt)),
      knocks.map(({ count }) => count),
    ],
  );
};

/** Forgets who knocks no more, and beyond the most that may wait those not heard for longest. */
const makeRoom = async (transaction: Knex, now: number): Promise<void> => {
  await transaction.raw(
    `delete from waiting_nas
      where last_seen_at < :since
         or id in (select id from waiting_nas order by last_seen_at desc, id desc offset :most)`,
    { since: instant(now - FORGOTTEN_AFTER_MS), most: MOST_WAITING },
  );
};

/** Stores knocks and makes room for them. @param now  epoch ms */
export const addKnocks = async (transaction: Knex, knocks: readonly Knocks[], now: number): Promise<void> => {
  if (knocks.length === 0) return;
  await insert(transaction, knocks);
  await makeRoom(transaction, now);
};

const WAITING = `id, host(source) as source, nas_identifier as "nasIdentifier", called_station as "calledStation", code,
  signed, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", count`;

/** Who waits, the latest heard first. */
export const listWaiting = async (database: Knex, limit: number): Promise<Waiting[]> => {
  const { rows } = await database.raw<{ rows: Waiting[] }>(
    `select ${WAITING} from waiting_nas order by last_seen_at desc, id desc limit :limit`,
    { limit },
  );
  return rows;
};

/** One who waits, held until the transaction ends; undefined when there is none of this id. */
export const waitingOf = async (transaction: Knex, id: number): Promise<Waiting | undefined> => {
  const { rows } = await transaction.raw<{ rows: Waiting[] }>(
    `select ${WAITING} from waiting_nas where id = :id for update`,
    { id },
  );
  return rows[0];
};

/** Takes one out of the waiting room; who knocks again waits again. @returns whether there was one of this id */
export const dismissWaiting = async (transaction: Knex, id: number): Promise<boolean> =>
  (await transaction("waiting_nas").where({ id }).del()) > 0;
