import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import type { Secret } from "../protocol/secret.ts";
import { replyIsAuthentic } from "../protocol/verify.ts";
import { type Attribute, request } from "../protocol/write.ts";

/** A change asked of a NAS: to change a session, or to end it. */
export type Change = {
  readonly means: "coa" | "disconnect";
  readonly attributes: readonly Attribute[];
  readonly messageAuthenticator: boolean;
};

/** What the NAS said. */
export type ChangeAnswer =
  | { readonly kind: "acknowledged" }
  | { readonly kind: "refused"; readonly errorCause: number | null }
  | { readonly kind: "silent" };

/** A request that was sent: what it asked, its Request Authenticator (16 octets), and the secret it was signed with. */
export type Asked = {
  readonly means: Change["means"];
  readonly authenticator: Uint8Array;
  readonly secret: Secret;
};

/** Waits before each retransmission, ms; the last is the wait for a last answer. */
export const WAITS = [1_000, 2_000, 4_000] as const;

// RFC 5176 section 2.3: only the answers that belong to the request's code
const CODES: Readonly<Record<Change["means"], { ask: number; yes: number; no: number }>> = {
  coa: { ask: CODE["CoA-Request"], yes: CODE["CoA-ACK"], no: CODE["CoA-NAK"] },
  disconnect: { ask: CODE["Disconnect-Request"], yes: CODE["Disconnect-ACK"], no: CODE["Disconnect-NAK"] },
};

/** The CoA- or Disconnect-Request that asks for a change. @throws Failure as `request` does */
export const changeRequest = (
  { means, attributes, messageAuthenticator }: Change,
  identifier: number,
  secret: Secret,
): Uint8Array =>
  request(CODES[means].ask, identifier, attributes, secret, {
    messageAuthenticator: messageAuthenticator ? "last" : "absent",
  });

/** What a reply says to a request; `foreign` when it answers another kind of request, `forged` when its digests are wrong. */
export const answerTo = (
  { means, authenticator, secret }: Asked,
  reply: Packet,
): ChangeAnswer | "foreign" | "forged" => {
  const { yes, no } = CODES[means];
  if (reply.code !== yes && reply.code !== no) return "foreign";
  if (!replyIsAuthentic(reply, authenticator, secret)) return "forged";
  if (reply.code === yes) return { kind: "acknowledged" };
  return { kind: "refused", errorCause: reply.u32(ATTRIBUTE["Error-Cause"]) ?? null };
};
