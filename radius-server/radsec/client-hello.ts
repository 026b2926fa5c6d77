import { isUtf8 } from "node:buffer";
import { PSK_SUITES } from "./suites.ts";

/** What the first octets of a connection ask for; `more` when that cannot be told yet, `rubbish` when they are no TLS. */
export type Hello = "psk" | "certificate" | "more" | "rubbish";

const RECORD_HEADER = 5; // RFC 8446 section 5.1: type, version, length
const LONGEST_RECORD = 16_384;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const PRE_SHARED_KEY = 41; // RFC 8446 section 4.2.11
const VERSION_AND_RANDOM = 2 + 32;
const TICKET_AGE = 4;

/** The value that a length of so many octets stands before; undefined when it does not fit. */
const after = (octets: Buffer, at: number, size: 1 | 2 | 3): Buffer | undefined => {
  if (at + size > octets.length) return undefined;
  const ends = at + size + octets.readUIntBE(at, size);
  return ends > octets.length ? undefined : octets.subarray(at + size, ends);
};

const offersSuite = (suites: Buffer): boolean => {
  for (let at = 0; at + 2 <= suites.length; at += 2) if (PSK_SUITES.has(suites.readUInt16BE(at))) return true;
  return false;
};

/** The identities that are offered, of keys and of tickets; undefined when they are cut off. */
const identitiesIn = (offered: Buffer): readonly Buffer[] | undefined => {
  const identities = after(offered, 0, 2);
  if (!identities) return undefined;
  const found: Buffer[] = [];
  for (let at = 0; at < identities.length; ) {
    const identity = after(identities, at, 2);
    if (!identity) return undefined;
    found.push(identity);
    at += 2 + identity.length + TICKET_AGE;
  }
  return found;
};

/** What an extension of pre-shared keys holds; undefined where there is none. */
const offeredIn = (extensions: Buffer): Buffer | undefined => {
  let at = 0;
  while (at + 4 <= extensions.length) {
    const offered = extensions.readUInt16BE(at) === PRE_SHARED_KEY ? after(extensions, at + 2, 2) : undefined;
    if (offered) return offered;
    at += 4 + extensions.readUInt16BE(at + 2);
  }
  return undefined;
};

/**
 * Whether not all that is offered is tickets, which OpenSSL hands out in TLS 1.3 whatever it is told, and a holder of a
 * certificate may offer for its next connection: the identity of a key is UTF-8 (RFC 9813 section 6.2), a ticket chance.
 */
const namesKey = (offered: Buffer): boolean => identitiesIn(offered)?.some((each) => isUtf8(each)) ?? true;

/** RFC 8446 section 4.1.2: version, random, session id, suites, compressions, extensions; undefined when cut off. */
const partsOf = (hello: Buffer): { suites: Buffer; extensions: Buffer | undefined } | undefined => {
  const sessionId = after(hello, VERSION_AND_RANDOM, 1);
  if (!sessionId) return undefined;
  const suitesAt = VERSION_AND_RANDOM + 1 + sessionId.length;
  const suites = after(hello, suitesAt, 2);
  if (!suites) return undefined;
  const compressions = after(hello, suitesAt + 2 + suites.length, 1);
  if (!compressions) return undefined;
  return { suites, extensions: after(hello, suitesAt + 2 + suites.length + 1 + compressions.length, 2) };
};

const asked = (hello: Buffer): Hello => {
  const parts = partsOf(hello);
  if (!parts) return "rubbish";
  const offered = parts.extensions && offeredIn(parts.extensions);
  return offersSuite(parts.suites) || (offered && namesKey(offered)) ? "psk" : "certificate";
};

/** The tickets of earlier connections that a whole ClientHello offers beside or instead of keys. */
export const ticketsIn = (octets: Buffer): readonly Buffer[] => {
  const record = after(octets, 3, 2);
  const hello = record && after(record, 1, 3);
  const extensions = hello && partsOf(hello)?.extensions;
  const offered = extensions && offeredIn(extensions);
  return (offered && identitiesIn(offered)?.filter((each) => !isUtf8(each))) ?? [];
};

/**
 * Reads whether a connection begins with a ClientHello and whether it offers a pre-shared key agreed on beforehand. A
 * hello cut into several records, which no access point sends, counts as rubbish.
 *
 * @param octets  everything that came so far; never more than one record is asked for
 */
export const helloIn = (octets: Buffer): Hello => {
  if (octets.length > 0 && octets[0] !== HANDSHAKE) return "rubbish";
  if (octets.length > 1 && octets[1] !== 3) return "rubbish";
  if (octets.length < RECORD_HEADER) return "more";
  const length = octets.readUInt16BE(3);
  if (length < 4 || length > LONGEST_RECORD) return "rubbish";
  const record = after(octets, 3, 2);
  if (!record) return "more";
  const hello = record[0] === CLIENT_HELLO ? after(record, 1, 3) : undefined;
  return hello ? asked(hello) : "rubbish";
};
