import type { SessionLimits } from "../admission/limits.ts";
import { numberOf, type ReplyAttribute } from "./wire.ts";

const WORD = 2 ** 32;

/** A NAS takes 0 for unlimited, so nothing left is said as one octet; undefined for unlimited. */
const leftOf = (totalOctets: number | null): number | undefined =>
  totalOctets === null ? undefined : Math.max(1, Math.trunc(totalOctets));

/** Octets both ways in two words: the low 32 bits, and how many times 2^32. Both always, for a CoA resets what it leaves out. */
export const longVolume =
  (vendor: number, low: number, gigawords: number) =>
  ({ totalOctets }: SessionLimits): readonly ReplyAttribute[] => {
    const left = leftOf(totalOctets);
    if (left === undefined) return [];
    return [numberOf(vendor, low, left % WORD), numberOf(vendor, gigawords, Math.floor(left / WORD))];
  };

/** Octets both ways in one word, said only while they fit: a truncated limit would end the session too early. */
export const shortVolume =
  (vendor: number, type: number) =>
  ({ totalOctets }: SessionLimits): readonly ReplyAttribute[] => {
    const left = leftOf(totalOctets);
    return left === undefined || left >= WORD ? [] : [numberOf(vendor, type, left)];
  };
