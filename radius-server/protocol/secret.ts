import { type Pads, padsOf } from "./hmac.ts";

/** A shared secret made ready for signing: its octets, and the pads of HMAC-MD5 over it. */
export type Secret = { readonly octets: Uint8Array; readonly pads: Pads };

/** A secret from its text (as UTF-8) or its octets; made once per NAS, not per packet. */
export const secretOf = (secret: string | Uint8Array): Secret => {
  const octets = typeof secret === "string" ? new TextEncoder().encode(secret) : new Uint8Array(secret);
  return { octets, pads: padsOf(octets) };
};
