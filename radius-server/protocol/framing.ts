import { ATTRIBUTE } from "./attributes.ts";
import { CODE, isKnown } from "./codes.ts";

/** Why a datagram is not a RADIUS packet; it is dropped in silence and counted under this name. */
export type Reason =
  | "short"
  | "length-below-20"
  | "length-beyond-datagram"
  | "too-long"
  | "unknown-code"
  | "attribute-length"
  | "attribute-overrun"
  | "attribute-type-zero"
  | "too-many-attributes"
  | "message-authenticator-length"
  | "two-message-authenticators";

/** Octets before the first attribute: code, identifier, length, authenticator (RFC 2865 section 3). */
export const HEADER = 20;

const LONGEST = 4096; // RFC 2865 section 3
const LONGEST_ACCOUNTING = 4095; // RFC 2866 section 3
const MOST_ATTRIBUTES = 200; // 2,038 would fit; FreeRADIUS draws the line here as well
const MESSAGE_AUTHENTICATOR_LENGTH = 18;

const offsets = new Uint16Array(MOST_ATTRIBUTES);

/** Octets of the longest packet of this code. */
export const longest = (code: number): number =>
  code === CODE["Accounting-Request"] ? LONGEST_ACCOUNTING : LONGEST;

const headerFault = (datagram: Uint8Array): Reason | undefined => {
  if (datagram.length < HEADER) return "short";
  if (!isKnown(datagram[0]!)) return "unknown-code";
  const length = lengthOf(datagram);
  if (length < HEADER) return "length-below-20";
  if (length > longest(datagram[0]!)) return "too-long";
  return length > datagram.length ? "length-beyond-datagram" : undefined;
};

/** Octets of the packet as its Length field says; the datagram may be longer (RFC 2865 section 3). */
export const lengthOf = (datagram: Uint8Array): number => (datagram[2]! << 8) | datagram[3]!;

/**
 * Where each attribute of a datagram begins, found in one pass over octets a stranger sent.
 *
 * @returns offsets in the order of the wire, good until the next call; or why there is no packet here
 */
export const frame = (datagram: Uint8Array): Uint16Array | Reason => {
  const fault = headerFault(datagram);
  if (fault) return fault;
  const end = lengthOf(datagram);
  let count = 0;
  let signed = false;
  for (let at = HEADER; at < end; at += datagram[at + 1]!) {
    const length = at + 1 < end ? datagram[at + 1]! : Number.POSITIVE_INFINITY; // a stray last octet has no length
    if (length < 2) return "attribute-length";
    if (at + length > end) return "attribute-overrun";
    if (datagram[at] === 0) return "attribute-type-zero";
    if (count === MOST_ATTRIBUTES) return "too-many-attributes";
    if (datagram[at] === ATTRIBUTE["Message-Authenticator"]) {
      if (length !== MESSAGE_AUTHENTICATOR_LENGTH) return "message-authenticator-length";
      if (signed) return "two-message-authenticators"; // RFC 3579 section 3.3: at most one
      signed = true;
    }
    offsets[count++] = at;
  }
  return offsets.subarray(0, count);
};
