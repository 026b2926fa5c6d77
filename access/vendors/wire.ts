import { Failure } from "../runtime/failure.ts";
import { LONGEST_TEXT } from "./text.ts";

/** An attribute of a RADIUS reply, its value already in wire form; `vendor` is an IANA enterprise number. */
export type ReplyAttribute =
  | { readonly type: number; readonly value: Uint8Array }
  | { readonly vendor: number; readonly type: number; readonly value: Uint8Array };

const MAX = 0xffff_ffff;

/** A whole number as four octets, most significant first; what does not fit becomes the largest that does. */
const integer = (value: number): Uint8Array => {
  const whole = Math.max(0, Math.min(Math.trunc(value), MAX));
  return new Uint8Array([whole >>> 24, whole >>> 16, whole >>> 8, whole]);
};

const utf8 = (value: string): Uint8Array => {
  const octets = Buffer.from(value);
  if (octets.length > LONGEST_TEXT) throw new Failure("attribute_too_long", { octets: octets.length });
  return octets;
};

type NumberAttribute = Extract<ReplyAttribute, { vendor: number }>;

/** As many as an octet tells apart: speeds are the same for nearly everybody, and are said in every reply. */
const ready: { readonly number: number; readonly attribute: NumberAttribute }[] = [];
/** Fibonacci hashing: 2^32 over the golden ratio. */
const SPREAD = 0x9e_37_79_b1;

/** A vendor's number of 32 bits. Nobody writes to what is returned: it may be said again. */
export const numberOf = (vendor: number, type: number, number: number): ReplyAttribute => {
  const place = Math.imul(Math.trunc(number) ^ (type << 8), SPREAD) >>> 24;
  const known = ready[place];
  if (known?.number === number && known.attribute.type === type && known.attribute.vendor === vendor)
    return known.attribute;
  const attribute = { vendor, type, value: integer(number) };
  ready[place] = { number, attribute };
  return attribute;
};

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
export const standardNumber = (type: number, value: number): ReplyAttribute => ({
  type,
  value: integer(value),
});
