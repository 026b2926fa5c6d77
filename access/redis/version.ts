import { octets } from "../runtime/random.ts";

/** The least version; all beyond 2^32 are packed as 64-bit floating point. */
const LEAST = 2 ** 52;
const COUNTED = 2 ** 26;

let beginning = 0;
let count = COUNTED;

/** Whether a value is a version. */
export const isVersion = (value: unknown): value is number => typeof value === "number" && value >= LEAST;

/**
 * The version of something about to be written to Redis: no two writings of any process have the same, so whoever read
 * one can tell whether it still stands. 26 bits by chance, 26 that count. Packed it takes octets 0 to 8, which is where
 * scripts compare.
 */
export const newVersion = (): number => {
  if (count >= COUNTED) {
    beginning = LEAST + (octets(4).readUInt32BE() >>> 6) * COUNTED;
    count = 0;
  }
  const version = beginning + count;
  count += 1;
  return version;
};
