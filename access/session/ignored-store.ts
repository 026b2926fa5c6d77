import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { SessionRef } from "./ticket.ts";

/** A change of a session that its NAS acknowledged, and when, epoch ms. */
type Acknowledged = { readonly id: number; readonly at: number };

/** The latest change its NAS acknowledged for a session; `undefined` where there was none. */
export const lastAcknowledged = async (
  database: Knex,
  { subscriberId, sessionId }: SessionRef,
): Promise<Acknowledged | undefined> => {
  const { rows } = await database.raw<{ rows: Acknowledged[] }>(
    `select id, answered_at as at from authorization_changes
      where subscriber_id = :subscriberId and session_id = :sessionId and answer = 'acknowledged'
      order by answered_at desc limit 1`,
    { subscriberId, sessionId },
  );
  return rows[0];
};

/** Keeps that a change was acknowledged and not obeyed, so that it was not seen; epoch ms. */
export const recordIgnored = async (database: Knex, id: number, at: number): Promise<void> => {
  await database.raw(
    "update authorization_changes set seen_at = null, ignored_at = :at where id = :id and wish = 'slow'",
    { id, at: instant(at) },
  );
};
