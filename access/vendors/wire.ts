import type { SessionLimits } from "../admission/limits.ts";
import type { ReplyAttribute } from "./vendor.ts";

const MAX = 0xffff_ffff;
const WORD = 2 ** 32;

/** Filter-Id (RFC 2865 section 5.11). */
const FILTER_ID = 11;
/** Name of the filter that lets government pages alone through; the operator makes it on the NAS. */
const GOVERNMENT_ONLY = "government-only";

/** WISPr, Wi-Fi Alliance. */
const WISPR = 14122;
const WISPR_BANDWIDTH_MAX_UP = 7;
const WISPR_BANDWIDTH_MAX_DOWN = 8;

/** A whole number as four octets, most significant first; what does not fit becomes the largest that does. */
const integer = (value: number): Uint8Array => {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, Math.min(Math.trunc(value), MAX));
  return octets;
};

/** UTF-8 text. */
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** An amount over 32 bits in two attributes: the rest, and how many times 2^32 it holds. */
export const split = (octets: number): { readonly low: Uint8Array; readonly gigawords: Uint8Array } => ({
  low: integer(octets % WORD),
  gigawords: integer(Math.floor(octets / WORD)),
});

/**
 * What is left in octets as a NAS must hear it; undefined for unlimited. A NAS takes 0 for unlimited, so nothing left
 * is said as one octet.
 */
export const leftOf = (totalOctets: number | null): number | undefined =>
  totalOctets === null ? undefined : Math.max(1, Math.trunc(totalOctets));

/** Filter-Id when only government pages may be seen; else nothing. */
export const filter = (limits: SessionLimits): readonly ReplyAttribute[] =>
  limits.profile === "government-only" ? [{ type: FILTER_ID, value: text(GOVERNMENT_ONLY) }] : [];

const bitsPerSecond = (type: number, kbps: number | null): readonly ReplyAttribute[] =>
  kbps === null ? [] : [{ vendor: WISPR, type, value: integer(kbps * 1000) }];

/** WISPr-Bandwidth-Max-Down and -Up, bit/s; what is unlimited is left out. */
export const wisprBandwidth = (limits: SessionLimits): readonly ReplyAttribute[] => [
  ...bitsPerSecond(WISPR_BANDWIDTH_MAX_DOWN, limits.downKbps),
  ...bitsPerSecond(WISPR_BANDWIDTH_MAX_UP, limits.upKbps),
];
