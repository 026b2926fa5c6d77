import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { HEADER, lengthOf } from "#radius-server/protocol/framing";
import { beginHmac, finishHmac } from "#radius-server/protocol/hmac";
import { add, begin, finish } from "#radius-server/protocol/md5";
import { keepTicket } from "./packets.ts";
import type { Session } from "./session.ts";
import { secret } from "./templates.ts";

const ZEROS = new Uint8Array(16);
const digest = new Uint8Array(16);

/** Offsets of what is looked for in a reply, written over by the next one; 0 is nowhere. */
const found = { end: 0, messageAuthenticator: 0, timeout: 0, ticket: 0 };

/** Goes through the attributes of a reply. @returns false when they do not fill it */
const readThrough = (reply: Uint8Array): boolean => {
  const end = reply.length < HEADER ? 0 : lengthOf(reply);
  if (end < HEADER || end > reply.length) return false;
  found.end = end;
  found.messageAuthenticator = 0;
  found.timeout = 0;
  found.ticket = 0;
  let at = HEADER;
  while (at + 1 < end) {
    const type = reply[at]!;
    const length = reply[at + 1]!;
    if (length < 2) return false;
    if (type === ATTRIBUTE["Message-Authenticator"]) found.messageAuthenticator = at;
    else if (type === ATTRIBUTE["Session-Timeout"]) found.timeout = at;
    else if (type === ATTRIBUTE["Class"] && found.ticket === 0) found.ticket = at;
    at += length;
  }
  return at === end;
};

const isDigest = (octets: Uint8Array, from: number): boolean => {
  for (let index = 0; index < 16; index += 1) if (octets[from + index] !== digest[index]) return false;
  return true;
};

const isSigned = (reply: Uint8Array, asked: Uint8Array): boolean => {
  begin();
  add(reply, 0, 4);
  add(asked, 4, HEADER);
  add(reply, HEADER, found.end);
  add(secret.octets);
  finish(digest);
  return isDigest(reply, 4);
};

const messageIsSigned = (reply: Uint8Array, asked: Uint8Array): boolean => {
  const at = found.messageAuthenticator;
  if (at === 0) return true;
  if (reply[at + 1] !== 18) return false;
  beginHmac(secret.pads);
  add(reply, 0, 4);
  add(asked, 4, HEADER);
  add(reply, HEADER, at + 2);
  add(ZEROS);
  add(reply, at + 18, found.end);
  finishHmac(secret.pads, digest);
  return isDigest(reply, at + 2);
};

const saysWhatItMust = (reply: Uint8Array, { kind }: Session): boolean =>
  kind === "login"
    ? reply[0] === CODE["Access-Accept"] && found.timeout > 0
    : reply[0] === CODE["Accounting-Response"];

/**
 * Judges what may be the reply to the request a session has under way: both of its authenticators are checked, and of a
 * login it must be an accept with a Session-Timeout. Its Class goes over to the session.
 *
 * @returns undefined when it is no reply to this request: forged, or late from an older one of the same identifier
 */
export const verdictOf = (
  reply: Uint8Array,
  asked: Uint8Array,
  session: Session,
): "right" | "wrong" | undefined => {
  if (!readThrough(reply) || !isSigned(reply, asked) || !messageIsSigned(reply, asked)) return undefined;
  if (!saysWhatItMust(reply, session)) return "wrong";
  if (session.kind === "login" && found.ticket > 0) {
    const { ticket } = found;
    keepTicket(session, reply.subarray(ticket, ticket + reply[ticket + 1]!));
  }
  return "right";
};
