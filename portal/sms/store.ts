import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";

/** One message as it is remembered: what it cost and what came of it, never to whom it went. */
export type SmsSend = {
  /** epoch ms */
  readonly at: number;
  readonly gateway: string;
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
  readonly nasId: number;
  readonly siteId: number;
  readonly requestId: string;
  readonly segments: number;
  /** `ok` or the gateway's fault */
  readonly outcome: string;
};

/** Remembers a message. */
export const insertSend = async (database: Knex, send: SmsSend): Promise<void> => {
  await database("sms_sends").insert({
    at: instant(send.at),
    gateway: send.gateway,
    country: send.country,
    nas_id: send.nasId,
    site_id: send.siteId,
    request_id: send.requestId,
    segments: send.segments,
    outcome: send.outcome,
  });
};

/** Remembers that a message's code was typed: the only proof that it arrived. */
export const markConverted = async (database: Knex, requestId: string, at: number): Promise<void> => {
  await database("sms_sends")
    .where({ request_id: requestId })
    .update({ converted_at: instant(at) });
};
