import { timingSafeEqual } from "node:crypto";
import { isSignedByChance, isSignedWhole } from "./codes.ts";
import { beginHmac, finishHmac } from "./hmac.ts";
import { add, begin, finish } from "./md5.ts";
import type { Packet } from "./packet.ts";
import type { Secret } from "./secret.ts";

/** What the Message-Authenticator of a packet is worth; "placeholder" is 16 zero octets, as some NAS send. */
export type MessageAuthenticatorState = "absent" | "valid" | "invalid" | "placeholder";

const ZEROS = new Uint8Array(16);
const digest = new Uint8Array(16);

const digestWith = (packet: Packet, authenticator: Uint8Array, secret: Secret): Uint8Array => {
  begin();
  add(packet.raw, 0, 4);
  add(authenticator);
  add(packet.raw, 20);
  add(secret.octets);
  finish(digest);
  return digest;
};

const hmacWith = (packet: Packet, authenticator: Uint8Array, secret: Secret): Uint8Array => {
  const at = packet.messageAuthenticatorAt;
  beginHmac(secret.pads);
  add(packet.raw, 0, 4);
  add(authenticator);
  add(packet.raw, 20, at);
  add(ZEROS); // RFC 2869 section 5.14: its own value counts as zero
  add(packet.raw, at + 16);
  finishHmac(secret.pads, digest);
  return digest;
};

const authenticatorUnder = (packet: Packet, requestAuthenticator: Uint8Array | undefined) => {
  if (isSignedByChance(packet.code)) return packet.authenticator;
  // RFC 5176 section 3.4: made before the Request Authenticator, which counts as zero
  return isSignedWhole(packet.code) ? ZEROS : requestAuthenticator;
};

/** Whether the Request Authenticator of an Accounting-, CoA- or Disconnect-Request is right (RFC 2866 section 3). */
export const accountingRequestIsAuthentic = (packet: Packet, secret: Secret): boolean =>
  timingSafeEqual(digestWith(packet, ZEROS, secret), packet.authenticator);

/**
 * Whether the Message-Authenticator of a packet is there and right (RFC 3579 section 3.2, RFC 5176 section 3.4).
 *
 * @param requestAuthenticator  of the request this packet answers, 16 octets; a reply without it is never valid
 */
export const messageAuthenticatorIsValid = (
  packet: Packet,
  secret: Secret,
  requestAuthenticator?: Uint8Array,
): boolean => {
  const authenticator = authenticatorUnder(packet, requestAuthenticator);
  const at = packet.messageAuthenticatorAt;
  if (at === 0 || !authenticator) return false;
  return timingSafeEqual(hmacWith(packet, authenticator, secret), packet.raw.subarray(at, at + 16));
};

/** What the Message-Authenticator of a request is worth; only "valid" and "absent" may be acted upon. */
export const messageAuthenticatorState = (packet: Packet, secret: Secret): MessageAuthenticatorState => {
  const at = packet.messageAuthenticatorAt;
  if (at === 0) return "absent";
  if (messageAuthenticatorIsValid(packet, secret)) return "valid";
  return packet.raw.subarray(at, at + 16).every((octet) => octet === 0) ? "placeholder" : "invalid";
};

/**
 * Whether a reply is the answer of a holder of the secret to our request: its Response Authenticator is right, and so
 * is its Message-Authenticator if it has one (RFC 2865 section 3, RFC 5176 section 3.4).
 *
 * @param requestAuthenticator  as sent in our request, 16 octets
 */
export const replyIsAuthentic = (
  reply: Packet,
  requestAuthenticator: Uint8Array,
  secret: Secret,
): boolean => {
  if (!timingSafeEqual(digestWith(reply, requestAuthenticator, secret), reply.authenticator)) return false;
  return !reply.hasMessageAuthenticator || messageAuthenticatorIsValid(reply, secret, requestAuthenticator);
};
