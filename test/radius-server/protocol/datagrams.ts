import { createHash, createHmac } from "node:crypto";
import { type Packet, parse } from "#radius-server/protocol/packet";

/** An attribute as octets: type, length, value. */
export const attribute = (type: number, value: Uint8Array | string): Buffer => {
  const octets = Buffer.from(value as string);
  return Buffer.concat([Buffer.of(type, octets.length + 2), octets]);
};

/** A Vendor-Specific attribute holding what is given after the vendor's number. */
export const vendorSpecific = (vendor: number, inside: Uint8Array): Buffer => {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(vendor);
  return attribute(26, Buffer.concat([number, inside]));
};

/** The 16 octets 01 02 … 10, standing for a random authenticator. */
export const AUTHENTICATOR = Buffer.from("0102030405060708090a0b0c0d0e0f10", "hex");

/** A datagram of any shape: nothing is checked, and Length is right unless given. */
export const datagram = (
  code: number,
  attributes: readonly Uint8Array[] = [],
  { authenticator = AUTHENTICATOR as Uint8Array, identifier = 7, length = -1 } = {},
): Buffer => {
  const body = Buffer.concat(attributes);
  const head = Buffer.of(code, identifier, 0, 0);
  head.writeUInt16BE(length < 0 ? 20 + body.length : length, 2);
  return Buffer.concat([head, authenticator, body]);
};

/** The packet in a datagram known to be well formed. */
export const packetIn = (octets: Uint8Array): Packet => {
  const packet = parse(octets);
  if ("malformed" in packet) throw new Error(packet.malformed);
  return packet;
};

/** The packet in a hexadecimal dump. */
export const packetFrom = (dump: string): Packet => packetIn(Buffer.from(dump.replaceAll(" ", ""), "hex"));

/** MD5 by node:crypto, the other implementation. */
export const md5 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash("md5").update(Buffer.concat(parts)).digest();

/** HMAC-MD5 by node:crypto, the other implementation. */
export const hmacMd5 = (key: Uint8Array | string, ...parts: readonly Uint8Array[]): Buffer =>
  createHmac("md5", key).update(Buffer.concat(parts)).digest();

/** A copy with one octet changed. */
export const spoiled = (octets: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(octets);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
