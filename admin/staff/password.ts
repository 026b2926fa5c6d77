import { hash, verify } from "@node-rs/argon2";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; also the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes worked on at once; each takes 19 MiB, so strangers cannot make the program grow. */
const AT_ONCE = 4;
let working = 0;

/** A hash of a word nobody has, so that an unknown login costs as long as a known one. */
let nobodys: Promise<string> | undefined;

/** The argon2id hash of a password, in PHC form. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/**
 * Whether a password is the right one; takes as long when there is no hash to compare with.
 *
 * @param expected  PHC form, or undefined for a login that does not exist
 * @returns undefined when too many are being checked already
 */
export const passwordMatches = async (
  expected: string | undefined,
  password: string,
): Promise<boolean | undefined> => {
  if (working >= AT_ONCE) return undefined;
  working += 1;
  try {
    nobodys ??= hashPassword("nobody has this word");
    const right = await verify(expected ?? (await nobodys), password);
    return right && expected !== undefined;
  } finally {
    working -= 1;
  }
};
