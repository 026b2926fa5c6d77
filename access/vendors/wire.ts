import { Failure } from "../runtime/failure.ts";

/** An attribute of a RADIUS reply, its value already in wire form; `vendor` is an IANA enterprise number. */
export type ReplyAttribute =
  | { readonly type: number; readonly value: Uint8Array }
  | { readonly vendor: number; readonly type: number; readonly value: Uint8Array };

const MAX = 0xffff_ffff;
const LONGEST_TEXT = 247; // RFC 2865 section 5.26: 255 less both headers

/** A whole number as four octets, most significant first; what does not fit becomes the largest that does. */
const integer = (value: number): Uint8Array => {
  const whole = Math.max(0, Math.min(Math.trunc(value), MAX));
  // Not from a list: that takes longer than all else of an attribute (measured).
  const octets = new Uint8Array(4);
  octets[0] = whole >>> 24;
  octets[1] = whole >>> 16;
  octets[2] = whole >>> 8;
  octets[3] = whole;
  return octets;
};

const utf8 = (value: string): Uint8Array => {
  const octets = Buffer.from(value);
  if (octets.length > LONGEST_TEXT) throw new Failure("attribute_too_long", { octets: octets.length });
  return octets;
};

/** A number that was said: by whose enterprise number, 0 for a standard attribute. */
type Said = { readonly vendor: number; readonly number: number; readonly attribute: ReplyAttribute };

/** As many as an octet tells apart: speeds and spans are the same for nearly everybody, and are said in every reply. */
const ready: Said[] = [];
/** Fibonacci hashing: 2^32 over the golden ratio. */
const SPREAD = 0x9e_37_79_b1;

/** Nobody writes to what is returned: it may be said again. */
const saying = (vendor: number, type: number, number: number): ReplyAttribute => {
  const place = Math.imul(Math.trunc(number) ^ (type << 8), SPREAD) >>> 24;
  const known = ready[place];
  if (known?.number === number && known.attribute.type === type && known.vendor === vendor)
    return known.attribute;
  const value = integer(number);
  const attribute = vendor === 0 ? { type, value } : { vendor, type, value };
  ready[place] = { vendor, number, attribute };
  return attribute;
};

/** A vendor's number of 32 bits. */
export const numberOf = (vendor: number, type: number, value: number): ReplyAttribute =>
  saying(vendor, type, value);

/**
 * A vendor's text, UTF-8.
 *
 * @throws Failure `attribute_too_long` when it is above 247 octets
 */
export const textOf = (vendor: number, type: number, value: string): ReplyAttribute => ({
  vendor,
  type,
  value: utf8(value),
});

/** A standard attribute's text, UTF-8, as long at most as a vendor's. */
export const standardText = (type: number, value: string): ReplyAttribute => ({ type, value: utf8(value) });

/** A standard attribute's number of 32 bits. */
export const standardNumber = (type: number, value: number): ReplyAttribute => saying(0, type, value);
