import { allTags, keys } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { makeReady } from "#access/session/refill";
import { ledgerPosition } from "#access/session/refill-store";
import { compareIds } from "./stream-id.ts";

const lastId = async (redis: RedisClient, stream: number): Promise<string> => {
  const exists = await redis.exists(keys.ledger(stream));
  if (exists === 0) return "0-0";
  const info = (await redis.xinfo("STREAM", keys.ledger(stream))) as unknown[];
  return String(info[info.indexOf("last-generated-id") + 1]);
};

const isLost = async ({ database, redis }: World, stream: number): Promise<boolean> => {
  const stored = await ledgerPosition(database, stream);
  return stored !== undefined && stored !== "0-0" && compareIds(await lastId(redis, stream), stored) < 0;
};

/** Whose entries a stream has: everybody's, where Redis is no cluster and all go to the first. */
const tagsOf = ({ redis }: World, stream: number): readonly number[] =>
  stream === 0 && !redis.isCluster ? allTags : [stream];

/**
 * Notices a Redis that lost acknowledged entries (emptied, or restored from an older copy): its ledger ends before what
 * PostgreSQL has. The tags it had are filled again.
 *
 * @returns how many tags that were
 */
export const mendLoss = async (world: World): Promise<number> => {
  const lost = new Set<number>();
  for (const stream of allTags)
    if (await isLost(world, stream)) for (const tag of tagsOf(world, stream)) lost.add(tag);
  for (const tag of lost) await world.redis.del(keys.ready(tag));
  for (const tag of lost) await makeReady(world, tag);
  return lost.size;
};
