import { randomBytes, randomInt } from "node:crypto";

/** Crockford's base32 without the letters people misread; in lower case it survives every NAS's script. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Unpredictable octets. */
export const octets = (count: number): Buffer => randomBytes(count);

/** Unpredictable text of Crockford base32, 5 bits a character. */
export const token = (length: number): string =>
  Array.from(randomBytes(length), (octet) => ALPHABET[octet & 31]).join("");

/** An unpredictable whole number, 0 up to but not including the limit. */
export const below = (limit: number): number => randomInt(limit);
