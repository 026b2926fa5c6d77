import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { fieldsOfRecord, type LedgerRecord } from "./entry.ts";

/**
 * The ledger stream for a hash tag: on a cluster its own, since a script may not reach beyond its slot; elsewhere one for
 * all, so that a call writes one entry for everything it counts.
 */
export const ledgerOf = (redis: RedisClient, tag: number): string => keys.ledger(redis.isCluster ? tag : 0);

/** Adds what happened to the ledger. */
export const append = async (redis: RedisClient, tag: number, record: LedgerRecord): Promise<void> => {
  await redis.xadd(ledgerOf(redis, tag), "*", ...fieldsOfRecord(record));
};
