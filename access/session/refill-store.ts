import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { Per } from "../quota/period.ts";
import type { TopUp } from "../quota/top-up.ts";
import { TAGS } from "../redis/keys.ts";
import type { Subscriber } from "../subscriber/subscriber.ts";
import { type KeptMarks, unpackMarks } from "./kept-marks.ts";
import { SESSION, type StoredSession } from "./store.ts";

/** A session with all that Redis needs to go on counting it. */
export type RefillSession = Omit<StoredSession, "profile"> & {
  readonly loginId: string | null;
  readonly profile: string;
  readonly marks: KeptMarks;
};

/** Octets and seconds of one period. */
export type UsageRow = {
  readonly subscriberId: number;
  readonly per: Per;
  readonly startsAt: number;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
};

/** Reads what fits together, though others write meanwhile. */
export const atOneInstant = <Read>(database: Knex, read: (at: Knex) => Promise<Read>): Promise<Read> =>
  database.transaction(read, { isolationLevel: "repeatable read", readOnly: true });

/** People of a hash tag with a session open or something used since an instant. */
export const recentSubscribersOfTag = async (
  database: Knex,
  tag: number,
  since: number,
): Promise<number[]> => {
  const { rows } = await database.raw<{ rows: { id: number }[] }>(
    `select subscriber_id as id from sessions where ended_at is null and subscriber_id % :tags = :tag
     union
     select subscriber_id from usage_days
      where (day_at >= :since or once_at > 'epoch') and subscriber_id % :tags = :tag`,
    { tag, tags: TAGS, since: instant(since) },
  );
  return rows.map(({ id }) => id);
};

/** People as they are stored. */
export const subscribersToRefill = async (database: Knex, ids: readonly number[]): Promise<Subscriber[]> => {
  const { rows } = await database.raw<{ rows: Subscriber[] }>(
    `select id, plan_id as "planId", plan_since as "planSince", joined_at as "joinedAt", anchor_day as "anchorDay",
            status, status_reason as "statusReason", locale, home_site_id as "homeSiteId"
       from subscribers where id = any(:ids)`,
    { ids },
  );
  return rows;
};

/** What was given to people for periods that may still count. */
export const topUpsToRefill = async (
  database: Knex,
  ids: readonly number[],
  since: number,
): Promise<(TopUp & { readonly subscriberId: number })[]> => {
  const { rows } = await database.raw<{ rows: (TopUp & { subscriberId: number })[] }>(
    `select subscriber_id as "subscriberId", kind as "of", per, period_starts_at as "periodStartsAt", amount
       from top_ups
      where subscriber_id = any(:ids) and (period_starts_at >= :since or per = 'once')
      order by id`,
    { ids, since: instant(since) },
  );
  return rows;
};

/** What people used in periods that may still count. */
export const usageToRefill = async (
  database: Knex,
  ids: readonly number[],
  since: number,
): Promise<UsageRow[]> => {
  const { rows } = await database.raw<{ rows: UsageRow[] }>(
    `select subscriber_id as "subscriberId", per, starts_at as "startsAt", up, down, seconds from usage
      where subscriber_id = any(:ids) and (starts_at >= :since or per = 'once')`,
    { ids, since: instant(since) },
  );
  return rows;
};

/** People's sessions that are open, or ended after an instant, or are the named one. */
export const sessionsToRefill = async (
  database: Knex,
  ids: readonly number[],
  since: number,
  named: string,
): Promise<RefillSession[]> => {
  const { rows } = await database.raw<{ rows: (Omit<RefillSession, "marks"> & { marks: Buffer })[] }>(
    `select ${SESSION}, login_id as "loginId", marks
       from sessions
      where subscriber_id = any(:ids) and (ended_at is null or ended_at >= :since or id = :named)`,
    { ids, since: instant(since), named },
  );
  return rows.map((row) => ({ ...row, marks: unpackMarks(row.marks) }));
};

/** The last ledger entry of a hash tag that is committed; `undefined` before the first. */
export const ledgerPosition = async (database: Knex, tag: number): Promise<string | undefined> => {
  const { rows } = await database.raw<{ rows: { position: string }[] }>(
    `select position from ledger_positions where tag = :tag`,
    { tag },
  );
  return rows[0]?.position;
};
