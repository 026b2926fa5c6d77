import { generateSecret, generateURI, verifySync } from "otplib";
import { renderSVG } from "uqr";

/** Seconds a code stays valid before and after its own half minute, for clocks that drift (RFC 6238 section 5.2). */
const TOLERANCE = 30;

/** A fresh secret, base32, 160 bits (RFC 4226 section 4 R6). */
export const newSecret = (): string => generateSecret();

/** The address an authenticator application reads from a QR code. */
export const enrolmentUri = (login: string, secret: string): string =>
  generateURI({ issuer: "Hiên", label: login, secret });

/** The address as an SVG picture, dark on white whatever the page's colours are. */
export const enrolmentPicture = (uri: string): string =>
  renderSVG(uri, { border: 2, pixelSize: 6, whiteColor: "#ffffff", blackColor: "#000000" });

/**
 * The time step of a right code; undefined for a wrong, malformed or already used one.
 *
 * @param lastStep  step of the last code taken, so that none is taken twice (RFC 6238 section 5.2); null for none
 * @param at        epoch ms
 */
export const stepOf = (
  secret: string,
  code: string,
  lastStep: number | null,
  at: number,
): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined; // otplib throws on anything else
  const verdict = verifySync({
    secret,
    token: code,
    epoch: Math.floor(at / 1000),
    epochTolerance: TOLERANCE,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  return verdict.valid && "timeStep" in verdict ? verdict.timeStep : undefined;
};
