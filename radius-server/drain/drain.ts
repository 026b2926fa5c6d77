import { setTimeout as pause } from "node:timers/promises";
import { allTags, keys } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { makeReady } from "#access/session/refill";
import { entryOf, type RawEntry } from "./entry.ts";
import { lockPositions, movePositions, storeEntries } from "./store.ts";
import { compareIds } from "./stream-id.ts";

/** Entries of one hash tag, oldest first. */
type Batch = { readonly tag: number; readonly entries: readonly RawEntry[] };

/** How many entries of a tag are stored in one transaction. */
const AT_ONCE = 500;
/** How often an idle cluster is asked, ms. */
const CLUSTER_PAUSE_MS = 25;

const tagByKey = new Map(allTags.map((tag) => [keys.ledger(tag), tag]));

type Streams = [string, RawEntry[]][] | null;

const readAll = async (
  redis: RedisClient,
  after: ReadonlyMap<number, string>,
  waitMs: number,
): Promise<Batch[]> => {
  const names = [...after.keys()].map((tag) => keys.ledger(tag));
  const reply = await redis.xread("COUNT", AT_ONCE, "BLOCK", waitMs, "STREAMS", ...names, ...after.values());
  return ((reply as Streams) ?? []).map(([key, entries]) => ({ tag: tagByKey.get(key) as number, entries }));
};

/** Streams of a cluster lie on several nodes, so none can be waited for alone: all are asked, and asked again. */
const readEach = async (redis: RedisClient, after: ReadonlyMap<number, string>): Promise<Batch[]> => {
  const batches = await Promise.all(
    [...after].map(async ([tag, place]) => {
      const reply = (await redis.xread("COUNT", AT_ONCE, "STREAMS", keys.ledger(tag), place)) as Streams;
      return { tag, entries: reply?.[0]?.[1] ?? [] };
    }),
  );
  return batches.filter(({ entries }) => entries.length > 0);
};

/** What lies behind the given places; nothing after waiting in vain. */
const read = async (
  redis: RedisClient,
  after: ReadonlyMap<number, string>,
  waitMs: number,
): Promise<Batch[]> => {
  if (!redis.isCluster) return readAll(redis, after, waitMs);
  const batches = await readEach(redis, after);
  if (batches.length === 0) await pause(Math.min(waitMs, CLUSTER_PAUSE_MS));
  return batches;
};

/**
 * Moves entries into PostgreSQL in one transaction with the place reached, so that each is stored once however often it
 * is tried, and by whom; two drains wait for one another.
 *
 * @returns the place reached in each tag
 */
const store = (world: World, batches: readonly Batch[]): Promise<ReadonlyMap<number, string>> =>
  world.database.transaction(async (transaction) => {
    const now = world.now();
    const stored = await lockPositions(
      transaction,
      batches.map(({ tag }) => tag),
      now,
    );
    const fresh = batches.map(({ tag, entries }) => ({
      tag,
      entries: entries.filter(([id]) => compareIds(id, stored.get(tag) ?? "0-0") > 0),
    }));
    const entries = fresh
      .flatMap((batch) => batch.entries.map((raw) => entryOf(batch.tag, raw)))
      .filter((entry) => entry !== undefined);
    await storeEntries(transaction, entries);
    const reached = new Map(
      fresh.map((batch) => [batch.tag, batch.entries.at(-1)?.[0] ?? stored.get(batch.tag) ?? "0-0"]),
    );
    await movePositions(transaction, reached, now);
    return reached;
  });

/** Lets Redis forget what is committed, and nothing else. */
const trim = async (redis: RedisClient, reached: ReadonlyMap<number, string>): Promise<void> => {
  // MINID keeps the entry itself; it is the only one and costs nothing.
  await Promise.all([...reached].map(([tag, place]) => redis.xtrim(keys.ledger(tag), "MINID", place)));
};

const positions = async (world: World): Promise<Map<number, string>> =>
  world.database.transaction((transaction) => lockPositions(transaction, allTags, world.now()));

/**
 * Notices a Redis that lost acknowledged entries (emptied, or restored from an older copy): its ledger ends before what
 * PostgreSQL has. Such a tag is filled again.
 */
export const mendLoss = async (world: World): Promise<number> => {
  let mended = 0;
  for (const [tag, stored] of await positions(world)) {
    if (stored === "0-0") continue;
    const last = await lastId(world.redis, tag);
    if (compareIds(last, stored) >= 0) continue;
    await world.redis.del(keys.ready(tag));
    await makeReady(world, tag);
    mended += 1;
  }
  return mended;
};

const lastId = async (redis: RedisClient, tag: number): Promise<string> => {
  const exists = await redis.exists(keys.ledger(tag));
  if (exists === 0) return "0-0";
  const info = (await redis.xinfo("STREAM", keys.ledger(tag))) as unknown[];
  return String(info[info.indexOf("last-generated-id") + 1]);
};

/** A drain at work. */
export type Drain = {
  /** one round: waits for entries at most so long, stores and trims; @returns how many entries it took */
  readonly round: (waitMs: number) => Promise<number>;
};

/**
 * A drain that reads by a connection of its own, since it waits there.
 *
 * @param reader  a connection nobody else uses
 */
export const openDrain = async (world: World, reader: RedisClient): Promise<Drain> => {
  const after = await positions(world);
  return {
    round: async (waitMs) => {
      const batches = await read(reader, after, waitMs);
      if (batches.length === 0) return 0;
      const reached = await store(world, batches);
      await trim(world.redis, reached);
      for (const [tag, place] of reached) after.set(tag, place);
      return batches.reduce((sum, { entries }) => sum + entries.length, 0);
    },
  };
};
