import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import type { HandOver } from "../dialects/dialect.ts";
import type { NoticeCode } from "../phrases/keys.ts";
import type { SmsGateway } from "../sms/gateway.ts";
import { type Amendment, amend } from "../visit/live.ts";
import type { Notice, Visit } from "../visit/visit.ts";

/** What the portal stands on, beside the world. */
export type House = { readonly world: World; readonly gateway: SmsGateway };

/** A person at a NAS, about to do something. */
export type Stage = House & { readonly nas: Nas; readonly visit: Visit };

/** Fields of a form; anything but text was left out. */
export type Fields = Readonly<Record<string, string>>;

/** What the browser does next: look at its page again, or go to the gateway. */
export type Outcome = { readonly kind: "page" } | { readonly kind: "hand-over"; readonly handOver: HandOver };

/** One thing a person can do; a POST to `/v/<token>/<name>`. */
export type Action = (stage: Stage, fields: Fields) => Promise<Outcome>;

/** The browser looks at its page again. */
export const PAGE: Outcome = { kind: "page" };

/** A notice. */
export const notice = (code: NoticeCode, fields: Notice["fields"] = {}): Notice => ({ code, fields });

/** Changes the visit, and the browser looks at its page again; without a notice of its own the old one is gone. */
export const turnTo = async ({ world, nas, visit }: Stage, amendment: Amendment): Promise<Outcome> => {
  await amend(world, nas.id, visit, { notice: null, ...amendment });
  return PAGE;
};
