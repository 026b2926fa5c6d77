/** Octets of the longest text in a vendor's attribute: 255 less both headers (RFC 2865 section 5.26). */
export const LONGEST_TEXT = 247;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Whether a text can be told to any family: printable, and 1 to 247 octets of UTF-8. */
export const isSayable = (text: string): boolean =>
  text !== "" && !UNPRINTABLE.test(text) && new TextEncoder().encode(text).length <= LONGEST_TEXT;
