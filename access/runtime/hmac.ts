import { hash } from "node:crypto";

const BLOCK = 64;
const DIGEST = 32;
const LONGEST = 192;

const padded = (key: Uint8Array, octet: number): Buffer => {
  const block = Buffer.alloc(BLOCK, octet);
  for (const [index, value] of key.entries()) block[index] = value ^ octet;
  return block;
};

/**
 * HMAC-SHA-256 (RFC 2104) under one key, made ready once: two digests in one call each take half the time of
 * `createHmac`, and a third where they come as text: a buffer for each would lie outside the heap (measured).
 *
 * @param key  at most 64 octets
 * @returns a function of octets to 32 octets
 */
export const hmacSha256 = (key: Uint8Array): ((message: Uint8Array) => Buffer) => {
  const inner = Buffer.concat([padded(key, 0x36), Buffer.alloc(LONGEST)]);
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(DIGEST)]);
  // A view for each length, since making one takes as long as half a digest.
  const views: Uint8Array[] = [];
  const within = (message: Uint8Array): Uint8Array => {
    if (message.length > LONGEST) return Buffer.concat([inner.subarray(0, BLOCK), message]);
    inner.set(message, BLOCK);
    const known = views[message.length];
    if (known) return known;
    const view = new Uint8Array(inner.buffer, inner.byteOffset, BLOCK + message.length);
    views[message.length] = view;
    return view;
  };
  return (message) => {
    outer.write(hash("sha256", within(message), "binary"), BLOCK, DIGEST, "latin1");
    return Buffer.from(hash("sha256", outer, "binary"), "latin1");
  };
};
