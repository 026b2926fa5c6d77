import type { Addresses } from "#access/session/addresses";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import type { Packet } from "./protocol/packet.ts";
import { framedAddress } from "./who.ts";

const OCTETS = 16;

const groups = (octets: Uint8Array): string =>
  (Buffer.from(octets).toString("hex").match(/.{4}/g) ?? []).join(":");

/** RFC 6911 section 3.1: 16 octets. */
const address = (packet: Packet): string => {
  const value = packet.octets(ATTRIBUTE["Framed-IPv6-Address"]);
  return value?.length === OCTETS ? groups(value) : "";
};

/** The first bits of an address, the others cleared. */
const network = (octets: Uint8Array, bits: number): Uint8Array =>
  Uint8Array.from({ length: OCTETS }, (_, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return (octets[index] ?? 0) & (0xff << (8 - kept));
  });

/** RFC 3162 section 2.3: a reserved octet, the length in bits, and as many octets as it needs or more. */
const prefix = (packet: Packet): string => {
  const value = packet.octets(ATTRIBUTE["Framed-IPv6-Prefix"]);
  const bits = value?.[1] ?? 0;
  if (!value || value.length > 2 + OCTETS || bits === 0 || (value.length - 2) * 8 < bits) return "";
  return `${groups(network(value.subarray(2), bits))}/${bits}`;
};

/** RFC 3162 section 2.2: 8 octets. */
const interfaceId = (packet: Packet): string => {
  const value = packet.octets(ATTRIBUTE["Framed-Interface-Id"]);
  return value?.length === 8 ? groups(value) : "";
};

/** The person's addresses of both families as a NAS says them; an attribute of the wrong size counts as absent. */
export const framedAddresses = (packet: Packet): Addresses => ({
  v4: framedAddress(packet),
  v6: address(packet),
  prefix: prefix(packet),
  interfaceId: interfaceId(packet),
});
