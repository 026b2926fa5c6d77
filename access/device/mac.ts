import { codeAt } from "../runtime/code-at.ts";

/** What a character is worth as a hexadecimal digit, by its code; `NO_DIGIT` for any other. */
const NO_DIGIT = 0xff;
const WORTH = Uint8Array.from({ length: 128 }, (_, code) => {
  const worth = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(worth) ? NO_DIGIT : worth;
});

const worthOf = (code: number): number => (code < WORTH.length ? WORTH[code]! : NO_DIGIT);

/** Each octet as two digits, in lower case, and with a colon behind them. */
const OCTETS = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));
const FOLLOWED = OCTETS.map((octet) => `${octet}:`);

const DIGITS = 12;
/** What stands before an SSID (RFC 3580 section 3.20), whose own letters may be digits too. */
const COLON = 58;
/** A MAC address with separators. */
const LONGEST = 17;

/**
 * A MAC address as every vendor may write it (`AA-BB-CC-DD-EE-01`, `aabb.ccdd.ee01`, with `:SSID` behind it), as
 * `aa:bb:cc:dd:ee:01`. Every packet names a device: octet by octet, which leaves a fifth behind of what digits would.
 *
 * @returns undefined unless the first 17 characters, up to the colon of an SSID, hold exactly twelve hexadecimal digits
 */
export const parseMac = (text: string): string | undefined => {
  const end = Math.min(text.length, LONGEST);
  let mac = "";
  let digits = 0;
  let first = 0;
  for (let at = 0; at < end; at += 1) {
    const code = codeAt(text, at);
    if (code === COLON && digits === DIGITS) return mac;
    const worth = worthOf(code);
    if (worth === NO_DIGIT) continue;
    digits += 1;
    if (digits % 2 === 1) first = worth * 16;
    else mac += (digits < DIGITS ? FOLLOWED : OCTETS)[first + worth]!;
  }
  return digits === DIGITS ? mac : undefined;
};
