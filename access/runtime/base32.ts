import { codeAt } from "./code-at.ts";

/** Crockford's base32 without the letters people misread; in lower case it survives every NAS's script. */
export const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const NO_LETTER = -1;
const WORTH = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));

/** What the letter at a place of a text is worth, 0 to 31; -1 where it is none. */
export const worthAt = (text: string, at: number): number => {
  const code = codeAt(text, at);
  return code < WORTH.length ? WORTH[code]! : NO_LETTER;
};
