import { createHash, timingSafeEqual } from "node:crypto";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * What a letter between gateway and portal is signed with: SHA-256(key ‖ SHA-256(key ‖ text)), the inner one as
 * lower-case hex; nested, so that nothing can be appended, and plain enough for a shell.
 */
export const markOf = (key: string, text: string): string => sha256(key + sha256(key + text));

/** Whether a text bears the mark of a key. */
export const bearsMark = (key: string, mark: string, text: string): boolean =>
  /^[0-9a-f]{64}$/.test(mark) &&
  timingSafeEqual(Buffer.from(mark, "hex"), Buffer.from(markOf(key, text), "hex"));

/** An answer with its mark, which holds for the letter of this nonce alone. */
export const sealed = (key: string, nonce: string, answer: string): string =>
  `${markOf(key, `${nonce} ${answer}`)}\n${answer}`;
