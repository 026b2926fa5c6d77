import { createHash } from "node:crypto";
import { worthAt } from "../runtime/base32.ts";

/** Four characters of Crockford base32, 20 bits, as five hexadecimal digits. */
const digitsAt = (text: string, from: number): string => {
  let value = 0;
  for (let at = from; at < from + 4; at += 1) value = value * 32 + worthAt(text, at);
  return value.toString(16).padStart(5, "0");
};

/**
 * The id of the one session a grant can open: `a` and the 60 bits of its login id in hexadecimal, so that a session is
 * found by its User-Name, and a grant whose session is there is used.
 *
 * @param loginId  `w-` and 12 characters of Crockford base32 (`access/grant/live.ts`)
 */
export const sessionOfGrant = (loginId: string): string =>
  `a${digitsAt(loginId, 2)}${digitsAt(loginId, 6)}${digitsAt(loginId, 10)}`;

/**
 * The id of the session one Access-Request of a device opens: a repeat means the same session, another request another.
 *
 * @param requestKey  identifier and authenticator of the request
 */
export const sessionOfRequest = (mac: string, requestKey: string): string =>
  `b${createHash("sha256").update(`${mac} ${requestKey}`).digest("hex").slice(0, 15)}`;
