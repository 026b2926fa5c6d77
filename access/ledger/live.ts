import { allTags, keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { fieldsOfRecord, type LedgerRecord, recordsIn } from "./entry.ts";

/**
 * The ledger stream for a hash tag: on a cluster its own, since a script may not reach beyond its slot; elsewhere one for
 * all, so that a call writes one entry for everything it counts.
 */
export const ledgerOf = (redis: RedisClient, tag: number): string => keys.ledger(redis.isCluster ? tag : 0);

/** Adds what happened to the ledger. */
export const append = async (redis: RedisClient, tag: number, record: LedgerRecord): Promise<void> => {
  await redis.xadd(ledgerOf(redis, tag), "*", ...fieldsOfRecord(record));
};

/** Entries read at once: each holds up to a turn's records. */
const AT_ONCE = 200;

/** Nothing for what nobody of ours wrote. */
const readable = (fields: readonly Buffer[]): readonly LedgerRecord[] => {
  try {
    return recordsIn(fields);
  } catch {
    return [];
  }
};

async function* recordsOf(redis: RedisClient, stream: string): AsyncGenerator<LedgerRecord> {
  for (let from = "-"; ; ) {
    const entries = await redis.xrangeBuffer(stream, from, "+", "COUNT", AT_ONCE);
    for (const [, fields] of entries) yield* readable(fields);
    const last = entries.at(-1);
    if (!last || entries.length < AT_ONCE) return;
    from = `(${String(last[0])}`;
  }
}

/** What happened and is not known to be in PostgreSQL yet, oldest first: as a rule what the last second brought. */
export async function* waitingRecords(redis: RedisClient): AsyncGenerator<LedgerRecord> {
  const streams = new Set(allTags.map((tag) => ledgerOf(redis, tag)));
  for (const stream of streams) yield* recordsOf(redis, stream);
}
