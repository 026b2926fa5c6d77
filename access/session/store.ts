import type { Knex } from "knex";
import { FIRST_THING_ACCOUNT } from "../device/thing.ts";
import { instant } from "../postgres/instant.ts";
import type { Profile } from "../quota/standing.ts";

/** A session as PostgreSQL knows it, a few seconds behind Redis while it lives. */
export type StoredSession = {
  readonly id: string;
  readonly subscriberId: number;
  readonly startedAt: number;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly mac: string | null;
  readonly nasSessionId: string | null;
  readonly framedIp: string | null;
  /** octets from the person */
  readonly up: number;
  /** octets to the person */
  readonly down: number;
  readonly seconds: number;
  readonly profile: Profile;
  readonly lastReportAt: number;
  /** null while it lives */
  readonly endedAt: number | null;
  readonly endCause: string | null;
};

/** What a question about sessions selects for a `StoredSession`. */
export const SESSION = `id, subscriber_id as "subscriberId", started_at as "startedAt", nas_id as "nasId",
  site_id as "siteId", plan_id as "planId", mac, nas_session_id as "nasSessionId", host(framed_ip) as "framedIp",
  up, down, seconds, profile, last_report_at as "lastReportAt", ended_at as "endedAt", end_cause as "endCause"`;

/** A person's latest sessions, newest first. */
export const sessionsOf = async (
  database: Knex,
  subscriberId: number,
  limit: number = 50,
): Promise<StoredSession[]> => {
  const { rows } = await database.raw<{ rows: StoredSession[] }>(
    `select ${SESSION} from sessions
      where subscriber_id = :subscriberId
      order by started_at desc, id
      limit :limit`,
    { subscriberId, limit },
  );
  return rows;
};

/** How many sessions of people are open at a NAS. */
export type OpenSessions = { readonly nasId: number; readonly count: number };

/** The NAS that have people online, with the number of their sessions. */
export const openSessionsByNas = async (database: Knex): Promise<OpenSessions[]> => {
  const { rows } = await database.raw<{ rows: OpenSessions[] }>(
    `select nas_id as "nasId", count(*) as count
       from sessions
      where ended_at is null and subscriber_id < :firstThing
      group by nas_id
      order by nas_id`,
    { firstThing: FIRST_THING_ACCOUNT },
  );
  return rows;
};

/** What everybody used in a day: octets from and to people, seconds online, and how many people. */
export type DayTotals = {
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  readonly people: number;
};

/** What was used in the local days that began at `since` (epoch ms) or later. */
export const dayTotals = async (database: Knex, since: number): Promise<DayTotals> => {
  const { rows } = await database.raw<{ rows: [DayTotals] }>(
    `select coalesce(sum(up), 0)::bigint as up, coalesce(sum(down), 0)::bigint as down,
            coalesce(sum(seconds), 0)::bigint as seconds, count(distinct subscriber_id) as people
       from (select subscriber_id, max(up) as up, max(down) as down, max(seconds) as seconds
               from usage_days
              where day_at >= :since and subscriber_id < :firstThing
              group by subscriber_id, day_at) day`,
    { since: instant(since), firstThing: FIRST_THING_ACCOUNT },
  );
  return rows[0];
};
