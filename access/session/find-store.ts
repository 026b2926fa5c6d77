import type { Knex } from "knex";
import { FIRST_THING_ACCOUNT } from "../device/thing.ts";
import { instant } from "../postgres/instant.ts";
import type { SessionRef } from "./ticket.ts";

/**
 * Of a login `t`: its session has neither been reported nor closed. It is stored from its first report on, and until
 * then Redis has it, and the trace of its login tells of it.
 */
const ONLY_OPENED = `t.outcome = 'ok' and t.session_id is not null
  and not exists (select from sessions s where s.subscriber_id = t.subscriber_id and s.id = t.session_id)`;

/** The latest open session of a device at a NAS; also one that was only opened. */
export const openSessionAt = async (
  database: Knex,
  nasId: number,
  mac: string,
): Promise<SessionRef | undefined> => {
  const { rows } = await database.raw<{ rows: SessionRef[] }>(
    `select subscriber_id as "subscriberId", id as "sessionId"
       from (select subscriber_id, id, started_at from sessions
              where nas_id = :nasId and mac = :mac::macaddr and ended_at is null
             union all
             select t.subscriber_id, t.session_id, t.at
               from devices d join traces t on t.subscriber_id = d.subscriber_id and t.mac = d.mac
              where d.mac = :mac::macaddr and t.nas_id = :nasId and ${ONLY_OPENED}
             union all
             select t.subscriber_id, t.session_id, t.at from traces t
              where t.mac = :mac::macaddr and t.subscriber_id >= ${FIRST_THING_ACCOUNT} and t.nas_id = :nasId
                and ${ONLY_OPENED}) session
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

/** Whose open sessions are wanted. */
type Of =
  /** `openedSince`, epoch ms: also those that were only opened, since then */
  | { readonly nasId: number; readonly openedSince: number }
  | { readonly subscriberId: number }
  | { readonly planId: number }
  | "all";

/** The open sessions of a NAS, of a person, or of everybody on a plan; of the first two also where they were only opened. */
export const openSessions = async (database: Knex, of: Of): Promise<OpenSession[]> => {
  const { rows } = await database.raw<{ rows: OpenSession[] }>(
    `select subscriber_id as "subscriberId", id as "sessionId", nas_id as "nasId", started_at as "startedAt"
       from (${openOf(of)}) session`,
    bindingsOf(of),
  );
  return rows;
};

const OPEN = "select subscriber_id, id, nas_id, started_at from sessions where ended_at is null";

const bindingsOf = (of: Of): Readonly<Record<string, number | string>> => {
  if (of === "all") return {};
  return "nasId" in of ? { nasId: of.nasId, since: instant(of.openedSince) } : of;
};

const ONLY = "select t.subscriber_id, t.session_id, t.nas_id, t.at from traces t";

const openOf = (of: Of): string => {
  if (of === "all") return OPEN;
  if ("nasId" in of)
    return `${OPEN} and nas_id = :nasId
      union all ${ONLY} where t.nas_id = :nasId and t.at >= :since and ${ONLY_OPENED}`;
  if ("planId" in of)
    return `${OPEN} and subscriber_id in (select id from subscribers where plan_id = :planId)`;
  return `${OPEN} and subscriber_id = :subscriberId
    union all ${ONLY} where t.subscriber_id = :subscriberId and ${ONLY_OPENED}`;
};
