import { octets } from "../runtime/random.ts";

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
const BEGINNING_OCTETS = 3;
const COUNTED = 64 ** 4;

let beginning = "";
let count = COUNTED;

/** As `packValues` writes a version, it follows one octet, so scripts compare octets 1 to 8. */
const LENGTH = 8;

/** Whether a value is a version. */
export const isVersion = (value: unknown): value is string =>
  typeof value === "string" && value.length === LENGTH;

/**
 * The version of something about to be written to Redis: no two writings of any process have the same, so whoever read
 * one can tell whether it still stands. Four characters by chance, four that count.
 */
export const newVersion = (): string => {
  if (count >= COUNTED) {
    beginning = octets(BEGINNING_OCTETS).toString("base64url");
    count = 0;
  }
  const last = DIGITS[(count >> 18) & 63]! + DIGITS[(count >> 12) & 63]! + DIGITS[(count >> 6) & 63]!;
  const version = beginning + last + DIGITS[count & 63]!;
  count += 1;
  return version;
};
