import type { LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import { bigints, instants } from "#access/postgres/columns";
import { type Connection, NO_WRITE, type Statement, type Write, writing } from "#access/postgres/connection";
import { instant } from "#access/postgres/instant";
import type { Page } from "./page.ts";

/** A change a NAS acknowledged and no report has shown yet; epoch ms. */
export type Unseen = {
  readonly id: number;
  readonly subscriberId: number;
  readonly sessionId: string;
  readonly sentAt: number;
  readonly wish: string;
};

/** What no report has shown after so long, ms, none will. */
const GIVEN_UP_AFTER = 7 * 86_400_000;

const UNSEEN: Statement = {
  name: "changes-unseen",
  text: `select id, subscriber_id as "subscriberId", session_id as "sessionId", sent_at as "sentAt", wish
    from authorization_changes
    where seen_at is null and ignored_at is null and answer = 'acknowledged' and sent_at > $1::timestamptz`,
};

const SEEN: Statement = {
  name: "changes-seen",
  text: `update authorization_changes c set seen_at = r.at
    from (select unnest($1::bigint[]) as id, unnest($2::timestamptz[]) as at) r
    where c.id = r.id and c.seen_at is null and c.ignored_at is null`,
};

/** An end shows in the Stop; anything else in any later report. */
const shows = (change: Unseen, record: LedgerRecord): boolean =>
  record[AT.subscriberId] === change.subscriberId &&
  record[AT.receivedAt] > change.sentAt &&
  (record[AT.kind] === "stop" || (record[AT.kind] === "interim" && change.wish !== "end"));

const reportsOf = (pages: readonly Page[], wanted: ReadonlySet<string>): Map<string, LedgerRecord[]> => {
  const reports = new Map<string, LedgerRecord[]>();
  for (const { records } of pages)
    for (const record of records) {
      const id = record[AT.sessionId];
      if (wanted.has(id)) reports.set(id, [...(reports.get(id) ?? []), record]);
    }
  return reports;
};

/** The changes that reports may still show. */
export const listUnseen = async (connection: Connection, now: number): Promise<readonly Unseen[]> => {
  const { rows } = await connection.ask<Unseen>(UNSEEN, [instant(now - GIVEN_UP_AFTER)]);
  return rows;
};

/** Sent, acknowledged, seen: what the NAS said it did shows in a later report than what caused it. */
export const storeSeen = (pages: readonly Page[], unseen: readonly Unseen[]): Write => {
  if (unseen.length === 0) return NO_WRITE;
  const reports = reportsOf(pages, new Set(unseen.map(({ sessionId }) => sessionId)));
  const seen = unseen.flatMap((change) => {
    const report = reports.get(change.sessionId)?.find((record) => shows(change, record));
    return report ? [{ id: change.id, at: report[AT.receivedAt] }] : [];
  });
  if (seen.length === 0) return NO_WRITE;
  return writing(SEEN, [bigints(seen, ({ id }) => id), instants(seen, ({ at }) => at)]);
};
