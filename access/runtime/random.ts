import { randomBytes, randomInt } from "node:crypto";
import { ALPHABET } from "./base32.ts";

/** A few octets at a time come from a store of this many: asking the system for eight costs as much as for all. */
const STORE = 4_096;
const FEW = 64;
let store = Buffer.alloc(0);

/** Unpredictable octets; none is handed out twice, and none is kept. */
export const octets = (count: number): Buffer => {
  if (count > FEW) return randomBytes(count);
  if (store.length < count) store = randomBytes(STORE);
  const taken = Buffer.from(store.subarray(0, count));
  store.fill(0, 0, count);
  store = store.subarray(count);
  return taken;
};

/** Unpredictable text of Crockford base32, 5 bits a character. */
export const token = (length: number): string =>
  Array.from(randomBytes(length), (octet) => ALPHABET[octet & 31]).join("");

/** An unpredictable whole number, 0 up to but not including the limit. */
export const below = (limit: number): number => randomInt(limit);
