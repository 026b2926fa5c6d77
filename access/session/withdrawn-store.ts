import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { LiveSession } from "./packed.ts";

/** Keeps that what was wished of a session was not sent, since it no longer held; epoch ms. */
export const recordWithdrawn = async (database: Knex, session: LiveSession, at: number): Promise<void> => {
  await database.raw(
    `insert into authorization_changes
        (subscriber_id, session_id, nas_id, wish, cause, sent_at, answered_at, answer)
      values (:subscriberId, :sessionId, :nasId, :wish, :cause, :at, :at, 'withdrawn')`,
    {
      subscriberId: session.subscriberId,
      sessionId: session.sessionId,
      nasId: session.nasId,
      wish: session.wish,
      cause: session.wishCause,
      at: instant(at),
    },
  );
};
