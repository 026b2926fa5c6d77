import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";
import { MARK } from "#access/quota/packed-marks";
import { unpackMarks } from "#access/session/kept-marks";

/** A session of which something was set aside, as the ledger last stated it. */
export type MarkedSession = {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly up: number;
  readonly down: number;
  /** high-water marks (`access/quota/packed-marks.ts`) */
  readonly marks: readonly unknown[];
};

const isSetAside = (marks: readonly unknown[]): boolean =>
  marks.length > 0 &&
  (Number(marks[MARK.withheldUp]) + Number(marks[MARK.withheldDown]) > 0 || Number(marks[MARK.suspect]) >= 0);

/** Running totals that a report claimed and that were not believed; octets, null where it said nothing. */
export type Claim = {
  readonly sessionId: string;
  readonly at: number;
  readonly up: number | null;
  readonly down: number | null;
};

/** Of a person's latest sessions, newest first, those of which something was set aside. */
export const markedSessions = async (
  database: Knex,
  subscriberId: number,
  limit: number,
): Promise<MarkedSession[]> => {
  const { rows } = await database.raw<{ rows: (Omit<MarkedSession, "marks"> & { marks: Buffer })[] }>(
    `select id, started_at as "startedAt", ended_at as "endedAt", up, down, marks from sessions
      where subscriber_id = :subscriberId
      order by started_at desc, id
      limit :limit`,
    { subscriberId, limit },
  );
  return rows
    .map((row) => ({ ...row, marks: unpackMarks(row.marks).h ?? [] }))
    .filter(({ marks }) => isSetAside(marks));
};

/** The latest claim of each of a person's sessions since an instant (epoch ms). */
export const claimsOf = async (
  database: Knex,
  subscriberId: number,
  sessionIds: readonly string[],
  since: number,
): Promise<Claim[]> => {
  const { rows } = await database.raw<{ rows: Claim[] }>(
    `select distinct on (session_id) session_id as "sessionId", at, claimed_up as up, claimed_down as down
       from reports_in_doubt
      where subscriber_id = :subscriberId and session_id = any(:sessionIds) and received_at >= :since
        and (claimed_up is not null or claimed_down is not null)
      order by session_id, received_at desc`,
    { subscriberId, sessionIds, since: instant(since) },
  );
  return rows;
};
