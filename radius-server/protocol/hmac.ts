import { add, begin, finish, type Midstate, midstate, resume } from "./md5.ts";

/** A key of HMAC-MD5 with its two padded blocks already digested. */
export type Pads = { readonly inner: Midstate; readonly outer: Midstate };

const digest = new Uint8Array(16);

const shortened = (key: Uint8Array): Uint8Array => {
  if (key.length <= 64) return key;
  begin();
  add(key);
  finish(digest);
  return digest.slice();
};

const padded = (key: Uint8Array, pad: number): Midstate => {
  begin();
  add(Uint8Array.from({ length: 64 }, (_, index) => (key[index] ?? 0) ^ pad));
  return midstate();
};

/** The pads of a key of any length (RFC 2104 section 2). */
export const padsOf = (key: Uint8Array): Pads => {
  const block = shortened(key);
  return { inner: padded(block, 0x36), outer: padded(block, 0x5c) };
};

/** Starts an HMAC-MD5; the message follows with `add` of `md5.ts`. */
export const beginHmac = (pads: Pads): void => resume(pads.inner);

/** Writes the HMAC-MD5 begun with the same pads, 16 octets, into `into` at `at`. */
export const finishHmac = (pads: Pads, into: Uint8Array, at = 0): void => {
  finish(digest);
  resume(pads.outer);
  add(digest);
  finish(into, at);
};
