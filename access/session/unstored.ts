import type { LedgerRecord } from "../ledger/entry.ts";
import { waitingRecords } from "../ledger/live.ts";
import { AT } from "../ledger/record.ts";
import type { RedisClient } from "../redis/open.ts";
import type { OpenSession } from "./find-store.ts";

const sessionOf = (record: LedgerRecord): OpenSession => ({
  subscriberId: record[AT.subscriberId],
  sessionId: record[AT.sessionId],
  nasId: record[AT.nasId],
  startedAt: record[AT.startedAt],
});

/**
 * Sessions of NAS of which something lies in the ledger that PostgreSQL may not have yet: as a rule of the last second. Some
 * may have ended since.
 *
 * @returns for each NAS in order
 */
export const unstoredSessions = async (
  redis: RedisClient,
  nasIds: readonly number[],
): Promise<readonly OpenSession[][]> => {
  const found = new Map(nasIds.map((nasId) => [nasId, [] as OpenSession[]]));
  for await (const record of waitingRecords(redis))
    if (record[AT.startedAt] > 0) found.get(record[AT.nasId])?.push(sessionOf(record));
  return nasIds.map((nasId) => found.get(nasId) ?? []);
};
