import type { Knex } from "knex";
import type { SessionRef } from "./ticket.ts";

/** The latest open session of a device at a NAS. */
export const openSessionAt = async (
  database: Knex,
  nasId: number,
  mac: string,
): Promise<SessionRef | undefined> => {
  const { rows } = await database.raw<{ rows: SessionRef[] }>(
    `select subscriber_id as "subscriberId", id as "sessionId" from sessions
      where nas_id = :nasId and mac = :mac::macaddr and ended_at is null
      order by started_at desc limit 1`,
    { nasId, mac },
  );
  return rows[0];
};

/** The latest open session of a NAS under its own Acct-Session-Id. */
export const openSessionNamed = async (
  database: Knex,
  nasId: number,
  nasSessionId: string,
): Promise<SessionRef | undefined> => {
  const { rows } = await database.raw<{ rows: SessionRef[] }>(
    `select subscriber_id as "subscriberId", id as "sessionId" from sessions
      where nas_id = :nasId and nas_session_id = :nasSessionId and ended_at is null
      order by started_at desc limit 1`,
    { nasId, nasSessionId },
  );
  return rows[0];
};

/** An open session and where it is. */
export type OpenSession = SessionRef & { readonly nasId: number; readonly startedAt: number };

/** The open sessions of a NAS, of a person, or of everybody on a plan. */
export const openSessions = async (
  database: Knex,
  of: { readonly nasId: number } | { readonly subscriberId: number } | { readonly planId: number } | "all",
): Promise<OpenSession[]> => {
  const where =
    of === "all"
      ? "true"
      : "nasId" in of
        ? "nas_id = :nasId"
        : "subscriberId" in of
          ? "subscriber_id = :subscriberId"
          : "subscriber_id in (select id from subscribers where plan_id = :planId)";
  const { rows } = await database.raw<{ rows: OpenSession[] }>(
    `select subscriber_id as "subscriberId", id as "sessionId", nas_id as "nasId",
            started_at as "startedAt" from sessions
      where ended_at is null and ${where}`,
    of === "all" ? {} : of,
  );
  return rows;
};
