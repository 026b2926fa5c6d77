import { HEADER, lengthOf, longest } from "../protocol/framing.ts";

/** What a stream held: whole packets, what remains of the next, and why nothing more can be read from it. */
export type Cut = {
  readonly packets: readonly Buffer[];
  readonly rest: Buffer;
  readonly fault?: "length-below-20" | "too-long";
};

/** Octets that say where a packet ends: code, identifier, length. */
const LENGTH_ENDS = 4;

const faultIn = (head: Buffer): Cut["fault"] => {
  const length = lengthOf(head);
  if (length < HEADER) return "length-below-20";
  return length > longest(head[0]!) ? "too-long" : undefined;
};

/**
 * Cuts a stream into packets by their Length (RFC 6613 section 2.6.4, radiusdtls-bis section 4.1). Nothing is padding:
 * the octet after a packet is the first of the next.
 *
 * @param pending  what remained before; under 4,096 octets
 * @param chunk    what came now, of any size
 */
export const cut = (pending: Buffer, chunk: Buffer): Cut => {
  const stream = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
  const packets: Buffer[] = [];
  let at = 0;
  while (stream.length - at >= LENGTH_ENDS) {
    const fault = faultIn(stream.subarray(at));
    if (fault) return { packets, rest: Buffer.alloc(0), fault };
    const ends = at + lengthOf(stream.subarray(at));
    if (ends > stream.length) break;
    packets.push(stream.subarray(at, ends));
    at = ends;
  }
  // A copy: the rest would otherwise keep the whole chunk in memory for as long as the peer is silent.
  return { packets, rest: Buffer.from(stream.subarray(at)) };
};
