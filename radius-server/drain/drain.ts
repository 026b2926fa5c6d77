import type { Connection } from "#access/postgres/connection";
import { allTags, keys } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { type Page, pageOf } from "./page.ts";
import { lockPositions, makePositions, movePositions, takeTurn } from "./position-store.ts";
import { type Batch, howMany, read } from "./read.ts";
import { forget, type Known, knowingNothing, storePages } from "./store.ts";
import { compareIds } from "./stream-id.ts";

/** What a round came to: how many entries and records it took, and whether more was waiting than that. */
type Round = { readonly entries: number; readonly records: number; readonly more: boolean };

/** A drain at work. */
export type Drain = {
  /** one round: waits for entries at most so long, stores and trims */
  readonly round: (waitMs: number) => Promise<Round>;
};

/** What is not stored yet of a batch. */
const fresh = ({ stream, entries }: Batch, stored: ReadonlyMap<number, string>): Batch => ({
  stream,
  entries: entries.filter(([id]) => compareIds(String(id), stored.get(stream) ?? "0-0") > 0),
});

const pagesOf = ({ log }: World, batches: readonly Batch[]): Page[] => {
  const pages = batches
    .flatMap(({ stream, entries }) => entries.map((entry) => pageOf(stream, entry)))
    .filter((page) => page !== undefined);
  for (const { stream, id, isReadable } of pages)
    if (!isReadable) log.error({ stream, id }, "page of the ledger not understood; kept as it is");
  return pages;
};

/** Lets Redis forget what is committed, and nothing else. */
const trim = async (redis: RedisClient, reached: ReadonlyMap<number, string>): Promise<void> => {
  // MINID keeps the entry itself; it is the only one and costs nothing.
  await Promise.all([...reached].map(([stream, place]) => redis.xtrim(keys.ledger(stream), "MINID", place)));
};

/** What one drain holds: its connections, how far it read, what it knows to be stored. */
type Hold = {
  readonly world: World;
  readonly connection: Connection;
  readonly after: Map<number, string>;
  readonly known: Known;
  /** how many turns there were when it last stored */
  turns: number;
};

/** What somebody else stored in the meantime is not known here. */
const takeOwnTurn = async (hold: Hold): Promise<void> => {
  const turns = await takeTurn(hold.connection);
  if (turns !== hold.turns + 1) forget(hold.known);
  hold.turns = turns;
};

type Stored = { readonly records: number; readonly reached: ReadonlyMap<number, string> };

/**
 * Moves entries into PostgreSQL in one transaction with the places reached, so that each is stored once however often
 * it is tried, and by whom; two drains wait for one another.
 */
const store = (hold: Hold, batches: readonly Batch[]): Promise<Stored> =>
  hold.connection.transaction(async () => {
    const { world, connection, known } = hold;
    const now = world.now();
    await takeOwnTurn(hold);
    const streams = batches.map(({ stream }) => stream);
    const stored = await lockPositions(connection, streams);
    const left = batches.map((batch) => fresh(batch, stored));
    const records = await storePages(connection, () => pagesOf(world, left), known, now);
    const reached = new Map(
      left.map(({ stream, entries }) => [stream, String(entries.at(-1)?.[0] ?? stored.get(stream) ?? "0-0")]),
    );
    await movePositions(connection, reached, now);
    return { records, reached };
  });

/** How far every stream is stored. */
const positions = ({ now }: World, connection: Connection): Promise<Map<number, string>> =>
  connection.transaction(async () => {
    await makePositions(connection, allTags, now());
    return lockPositions(connection, allTags);
  });

/**
 * A drain that reads by a connection of its own, since it waits there, and stores by another. Once a round failed it
 * is of no more use.
 *
 * @param reader  a connection to Redis nobody else uses
 * @param connection  a connection to PostgreSQL nobody else uses
 */
export const openDrain = async (
  world: World,
  reader: RedisClient,
  connection: Connection,
): Promise<Drain> => {
  const after = await positions(world, connection);
  const hold: Hold = { world, connection, after, known: knowingNothing(), turns: -1 };
  let most = howMany(reader, []);
  return {
    round: async (waitMs) => {
      const batches = await read(reader, after, most, waitMs);
      if (batches.length === 0) return { entries: 0, records: 0, more: false };
      const more = batches.some((batch) => batch.entries.length >= most);
      const entries = batches.reduce((sum, batch) => sum + batch.entries.length, 0);
      most = howMany(reader, batches);
      const { records, reached } = await store(hold, batches);
      await trim(world.redis, reached);
      for (const [stream, place] of reached) after.set(stream, place);
      return { entries, records, more };
    },
  };
};
