import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";
import type { LiveSession } from "#access/session/packed";
import type { ChangeAnswer } from "./exchange.ts";

/** A change that is about to be sent. */
export type Sent = {
  readonly session: LiveSession;
  readonly wish: string;
  readonly cause: string;
  readonly means: "coa" | "disconnect";
  readonly at: number;
};

/** Keeps that a change is sent; @returns its id */
export const recordSent = async (
  database: Knex,
  { session, wish, cause, means, at }: Sent,
): Promise<number> => {
  const { rows } = await database.raw<{ rows: [{ id: number }] }>(
    `insert into authorization_changes (subscriber_id, session_id, nas_id, wish, cause, means, sent_at)
     values (:subscriberId, :sessionId, :nasId, :wish, :cause, :means, :at) returning id`,
    {
      subscriberId: session.subscriberId,
      sessionId: session.sessionId,
      nasId: session.nasId,
      wish,
      cause,
      means,
      at: instant(at),
    },
  );
  return rows[0].id;
};

/** Keeps what the NAS said to it; the Stop of a session may have been stored before its acknowledgement. */
export const recordAnswer = async (
  database: Knex,
  id: number,
  answer: ChangeAnswer,
  at: number,
): Promise<void> => {
  await database.raw(
    `update authorization_changes c set answered_at = :at, answer = :answer, error_cause = :cause,
        seen_at = case when :answer = 'acknowledged' and c.wish = 'end' then
          (select s.last_report_at from sessions s
            where s.subscriber_id = c.subscriber_id and s.id = c.session_id
              and s.ended_at is not null and s.last_report_at >= c.sent_at) end
      where id = :id`,
    { id, at: instant(at), answer: answer.kind, cause: answer.kind === "refused" ? answer.errorCause : null },
  );
};

/** Forgets a change that was not sent after all. */
export const forget = async (database: Knex, id: number): Promise<void> => {
  await database.raw("delete from authorization_changes where id = :id", { id });
};
