import { createHash, timingSafeEqual } from "node:crypto";

const md5 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * The challenge RADIUS will see: MD5(challenge ‖ secret), the challenge itself without a secret.
 *
 * @param challenge  hex, either case
 */
export const sharedChallenge = (challenge: string, secret: string | null): Buffer => {
  const octets = Buffer.from(challenge, "hex");
  return secret === null ? octets : md5(octets, secret);
};

/** CHAP (RFC 1994 section 4.1) as UAM sends it: MD5(identifier 0 ‖ password ‖ shared challenge), lower-case hex. */
export const chapAnswer = (password: string, challenge: Uint8Array): string =>
  md5(Buffer.of(0), password, challenge).toString("hex");

const SIGNATURE = "&md=";

/**
 * The part of a redirect's query that its `md` vouches for.
 *
 * CoovaChilli signs the URL as it built it: MD5(URL up to `&md=` ‖ UAM secret), upper-case hex. It is recomputed
 * over the raw query, since decoding and encoding again would change it.
 *
 * @param portalUrl  the address the gateway was configured with; a query of its own is already part of the raw query
 * @returns the signed query; `unsigned` when there is no `md`; `forged` when it does not fit
 */
export const vouchedQuery = (
  rawQuery: string,
  portalUrl: string,
  secret: string,
):
  | { readonly kind: "vouched"; readonly query: string }
  | { readonly kind: "unsigned" }
  | { readonly kind: "forged" } => {
  const at = rawQuery.lastIndexOf(SIGNATURE);
  const claim = rawQuery.slice(at + SIGNATURE.length, at + SIGNATURE.length + 32);
  if (at < 0 || !/^[0-9a-fA-F]{32}$/.test(claim)) return { kind: "unsigned" };
  const query = rawQuery.slice(0, at);
  const [address = ""] = portalUrl.split("?", 1);
  const made = md5(`${address}?${query}`, secret);
  return timingSafeEqual(made, Buffer.from(claim, "hex")) ? { kind: "vouched", query } : { kind: "forged" };
};
