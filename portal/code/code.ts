import { generateSync } from "otplib";
import { octets } from "#access/runtime/random";

/** How long a code is valid, seconds; NIST SP 800-63B-4 section 3.1.3 allows ten minutes at most. */
export const VALID_FOR = 300;

/** Wrong tries a code survives; the last of them kills it. */
export const TRIES = 5;

/** Six digits: HOTP (RFC 4226) over a secret that exists for this one code only, so that no code tells of another. */
export const freshCode = (): string =>
  generateSync({ strategy: "hotp", secret: octets(20), counter: 0, digits: 6 });

/** The six digits of what was typed, in any script's digits and with spaces between; null when it is not six digits. */
export const typedCode = (text: string): string | null => {
  if (text.length > 40) return null;
  const digits = text.normalize("NFKC").replace(/[\s.-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
};
