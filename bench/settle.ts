import { setTimeout as pause } from "node:timers/promises";
import type { RedisClient } from "#access/redis/open";

const LOOK_MS = 20;

const untilWritten = async (redis: RedisClient): Promise<void> => {
  while (/aof_rewrite_(in_progress|scheduled):1/.test(await redis.info("persistence"))) await pause(LOOK_MS);
};

/** Lets a Redis write its file anew, which it would else do while somebody is measured. */
export const settleRedis = async (redis: RedisClient): Promise<void> => {
  await untilWritten(redis);
  await redis.bgrewriteaof().catch(() => {}); // just now it began by itself
  await untilWritten(redis);
};

/**
 * Lets a PostgreSQL tidy up and look at itself, which it would else do while somebody is measured: statistics taken when
 * no session is open mislead its planner.
 */
export const settlePostgres = async (ask: (question: string) => PromiseLike<unknown>): Promise<void> => {
  for (const question of ["vacuum analyze", "checkpoint"]) await ask(question);
};
