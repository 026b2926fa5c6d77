import { setTimeout as pause } from "node:timers/promises";
import { allTags, keys } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { RawEntry } from "./page.ts";

/** Entries of one stream, oldest first. */
export type Batch = { readonly stream: number; readonly entries: readonly RawEntry[] };

/** How often an idle cluster is asked, ms. */
const CLUSTER_PAUSE_MS = 25;

const streamByKey = new Map(allTags.map((tag) => [keys.ledger(tag), tag]));

type Reply = [Buffer, RawEntry[]][] | null;

const batchesOf = (reply: unknown): Batch[] =>
  ((reply as Reply) ?? []).map(([key, entries]) => ({
    stream: streamByKey.get(String(key)) as number,
    entries,
  }));

const readAll = async (
  redis: RedisClient,
  after: ReadonlyMap<number, string>,
  most: number,
  waitMs: number,
): Promise<Batch[]> => {
  const names = [...after.keys()].map((stream) => keys.ledger(stream));
  return batchesOf(
    await redis.xreadBuffer("COUNT", most, "BLOCK", waitMs, "STREAMS", ...names, ...after.values()),
  );
};

/** Streams of a cluster lie on several nodes, so none can be waited for alone: all are asked, and asked again. */
const readEach = async (
  redis: RedisClient,
  after: ReadonlyMap<number, string>,
  most: number,
): Promise<Batch[]> => {
  const replies = await Promise.all(
    [...after].map(([stream, place]) =>
      redis.xreadBuffer("COUNT", most, "STREAMS", keys.ledger(stream), place),
    ),
  );
  return replies.flatMap(batchesOf);
};

/**
 * What lies behind the given places; nothing after waiting in vain.
 *
 * @param most  entries of a stream at once
 */
export const read = async (
  redis: RedisClient,
  after: ReadonlyMap<number, string>,
  most: number,
  waitMs: number,
): Promise<Batch[]> => {
  if (!redis.isCluster) return readAll(redis, after, most, waitMs);
  const batches = await readEach(redis, after, most);
  if (batches.length === 0) await pause(Math.min(waitMs, CLUSTER_PAUSE_MS));
  return batches;
};

/** So many octets of pages are wanted at once: some thousands of records, few enough to be gone before they grow old. */
const WANTED_OCTETS = 500_000;
const LEAST = 32;
const MOST = 500;
/** Of each of a cluster's streams. */
const MOST_OF_CLUSTER = 32;

/** How many entries to read next, when the last were so large. */
export const howMany = (redis: RedisClient, batches: readonly Batch[]): number => {
  if (redis.isCluster) return MOST_OF_CLUSTER;
  const entries = batches.flatMap((batch) => batch.entries);
  const octets = entries.reduce(
    (sum, [, fields]) => sum + fields.reduce((size, field) => size + field.length, 0),
    0,
  );
  return Math.min(MOST, Math.max(LEAST, Math.round((WANTED_OCTETS * entries.length) / Math.max(1, octets))));
};
