import { timingSafeEqual } from "node:crypto";
import type { Keyring } from "../runtime/keyring.ts";

/** Which session something is about. The session id is 16 lower-case hexadecimal characters. */
export type SessionRef = { readonly subscriberId: number; readonly sessionId: string };

/** What the Class attribute carries through a NAS and back: enough to count a report without asking anybody. */
export type Ticket = SessionRef & {
  /** epoch ms */
  readonly startedAt: number;
  /** local day of the month on which the person's monthly periods begin */
  readonly anchorDay: number;
  /** whether its NAS may count on from before the login, as the device was on its way to the portal; absent for no */
  readonly isLed?: boolean | undefined;
};

const PREFIX = "h1.";
const BODY = 21;
/** Beside a day of the month in the last octet of the body. */
const IS_LED = 0x80;
const MARK = 12;

/** Octets of a Class attribute's text. */
export const TICKET_OCTETS = 47;

const mark = (keyring: Keyring, body: Uint8Array): Buffer => keyring.blind("class", body).subarray(0, MARK);

// Written over by each: one of its own would lie outside the heap, and cost as much as signing it (measured).
const signed = Buffer.allocUnsafeSlow(BODY + MARK);
const unsigned = signed.subarray(0, BODY);

/**
 * The text of a Class attribute (RFC 2865 section 5.25), 47 octets of ASCII, since some NAS treat Class as text.
 *
 * Signed with HMAC-SHA-256 (96 bits kept): a NAS, or who pretends to be one, cannot charge another session.
 */
export const ticketText = (keyring: Keyring, ticket: Ticket): string => {
  unsigned.writeUIntBE(ticket.subscriberId, 0, 6);
  unsigned.write(ticket.sessionId, 6, 8, "hex");
  unsigned.writeUIntBE(ticket.startedAt, 14, 6);
  unsigned.writeUInt8(ticket.isLed ? ticket.anchorDay | IS_LED : ticket.anchorDay, 20);
  signed.set(mark(keyring, unsigned), BODY);
  return PREFIX + signed.toString("base64url");
};

/** The ticket in a Class attribute; `undefined` for anything we did not sign. */
export const readTicket = (keyring: Keyring, value: Uint8Array): Ticket | undefined => {
  const text = Buffer.from(value).toString("latin1");
  if (!text.startsWith(PREFIX)) return undefined;
  const octets = Buffer.from(text.slice(PREFIX.length), "base64url");
  if (octets.length !== BODY + MARK) return undefined;
  const body = octets.subarray(0, BODY);
  if (!timingSafeEqual(mark(keyring, body), octets.subarray(BODY))) return undefined;
  const last = body.readUInt8(20);
  return {
    subscriberId: body.readUIntBE(0, 6),
    sessionId: body.toString("hex", 6, 14),
    startedAt: body.readUIntBE(14, 6),
    anchorDay: last & ~IS_LED,
    ...(last >= IS_LED && { isLed: true }),
  };
};

/** How a session is named inside Redis sets. */
export const memberOf = (ref: SessionRef): string => `${ref.subscriberId}:${ref.sessionId}`;

/** The session a member of a Redis set names. */
export const refOf = (member: string): SessionRef | undefined => {
  const [subscriber = "", sessionId = ""] = member.split(":");
  const subscriberId = Number(subscriber);
  return Number.isSafeInteger(subscriberId) && /^[0-9a-f]{16}$/.test(sessionId)
    ? { subscriberId, sessionId }
    : undefined;
};
