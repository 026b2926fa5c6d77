import { Failure } from "../runtime/failure.ts";
import type { RedisClient } from "./open.ts";

/** How long replicas may take, ms; a NAS asks again after about as long. */
const PATIENCE_MS = 1_000;

/**
 * Waits until so many replicas have everything this connection wrote, so that a fail-over loses nothing of it.
 *
 * @param key  any key of the slot that was written to: a cluster is asked at the node that holds it
 * @throws Failure `redis_not_replicated` when they have not in time; what was written may then be lost
 */
export const untilReplicated = async (redis: RedisClient, key: string, replicas: number): Promise<void> => {
  const replies = await redis.pipeline().exists(key).wait(replicas, PATIENCE_MS).exec();
  const [fault, reached] = replies?.[1] ?? [];
  if (fault) throw fault;
  if (Number(reached) < replicas)
    throw new Failure("redis_not_replicated", { reached: Number(reached), replicas });
};
