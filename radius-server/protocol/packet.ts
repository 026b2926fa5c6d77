import { isUtf8 } from "node:buffer";
import { ATTRIBUTE } from "./attributes.ts";
import { frame, lengthOf, type Reason } from "./framing.ts";
import { vendorValue } from "./vendor-specific.ts";

/** A datagram that is no RADIUS packet, and why. */
export type Malformed = { readonly malformed: Reason };

/** A number of 4 octets that stands at a place. */
const integerAt = (octets: Uint8Array, at: number): number =>
  ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;

/** Whether octets from one place to another are ASCII without NUL, as nearly all text is. */
const isPlain = (octets: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (octets[at]! === 0 || octets[at]! > 0x7f) return false;
  return true;
};

/** Text without trailing NULs (RFC 2865 section 5); undefined unless it is UTF-8 without a NUL. */
const textBetween = (octets: Buffer, from: number, to: number): string | undefined => {
  let end = to;
  while (end > from && octets[end - 1] === 0) end -= 1;
  if (isPlain(octets, from, end)) return octets.toString("latin1", from, end);
  const value = octets.subarray(from, end);
  // PostgreSQL keeps no NUL in text, and no honest name holds one
  return value.includes(0) || !isUtf8(value) ? undefined : value.toString("utf8");
};

/**
 * A well-formed packet, read on demand: attributes are found by their offsets, and no object is made for one.
 *
 * Well-formed is not authentic: `verify.ts` says that. An attribute whose value has the wrong size for how it is read
 * counts as absent (RFC 6929 section 2.8), so it can never stand for a zero. Values are views of the datagram.
 */
export class Packet {
  /** The octets up to Length, without what follows in the datagram. */
  readonly raw: Uint8Array;
  /** Request or Response Authenticator, 16 octets. */
  readonly authenticator: Uint8Array;
  readonly #offsets: Uint16Array;
  readonly #buffer: Buffer;

  constructor(buffer: Buffer, length: number, offsets: Uint16Array) {
    // A plain view beside the Buffer: parts of it are taken often, and those of a Buffer cost three times as much.
    const raw = new Uint8Array(buffer.buffer, buffer.byteOffset, length);
    this.#buffer = buffer;
    this.raw = raw;
    this.authenticator = raw.subarray(4, 20);
    this.#offsets = offsets;
  }

  /** Packet code (`CODE`). */
  get code(): number {
    return this.raw[0]!;
  }

  /** Matches a reply to its request, 0 to 255. */
  get identifier(): number {
    return this.raw[1]!;
  }

  /** Identifier and authenticator as text, which tell a repeat from another request. */
  get key(): string {
    return `${this.identifier}:${this.#buffer.toString("base64", 4, 20)}`;
  }

  /** Whether the packet carries a Message-Authenticator, right or wrong. */
  get hasMessageAuthenticator(): boolean {
    return this.messageAuthenticatorAt > 0;
  }

  /** Offset of the Message-Authenticator's 16 octets of value in `raw`; 0 when there is none. */
  get messageAuthenticatorAt(): number {
    const at = this.#first(ATTRIBUTE["Message-Authenticator"]);
    return at === undefined ? 0 : at + 2;
  }

  /** The first attribute's value; undefined when there is none. */
  octets(type: number): Uint8Array | undefined {
    const at = this.#first(type);
    return at === undefined ? undefined : this.#value(at);
  }

  /** The values of all attributes of this type, in the order of the wire. */
  all(type: number): readonly Uint8Array[] {
    const values: Uint8Array[] = [];
    for (let index = 0; index < this.#offsets.length; index += 1) {
      const at = this.#offsets[index]!;
      if (this.raw[at] === type) values.push(this.#value(at));
    }
    return values;
  }

  /** How many attributes of this type there are. */
  count(type: number): number {
    let count = 0;
    for (let index = 0; index < this.#offsets.length; index += 1)
      if (this.raw[this.#offsets[index]!] === type) count += 1;
    return count;
  }

  /** The first attribute's value as an unsigned number; undefined unless it has 4 octets. */
  u32(type: number): number | undefined {
    const at = this.#first(type);
    return at === undefined || this.raw[at + 1] !== 6 ? undefined : integerAt(this.raw, at + 2);
  }

  /** The first attribute's value as text without trailing NULs; undefined unless it is UTF-8 without a NUL. */
  text(type: number): string | undefined {
    const at = this.#first(type);
    return at === undefined ? undefined : textBetween(this.#buffer, at + 2, at + this.raw[at + 1]!);
  }

  /** The value of a vendor's first attribute of this type; a malformed Vendor-Specific is passed over. */
  vendor(vendor: number, type: number): Uint8Array | undefined {
    for (let index = 0; index < this.#offsets.length; index += 1) {
      const at = this.#offsets[index]!;
      if (this.raw[at] !== ATTRIBUTE["Vendor-Specific"]) continue;
      const value = vendorValue(this.#value(at), vendor, type);
      if (value) return value;
    }
    return undefined;
  }

  /** A vendor's attribute as an unsigned number; undefined unless it has 4 octets. */
  vendorU32(vendor: number, type: number): number | undefined {
    const value = this.vendor(vendor, type);
    return value?.length === 4 ? integerAt(value, 0) : undefined;
  }

  #first(type: number): number | undefined {
    // not for…of: an iterator costs more here than all the comparing
    for (let index = 0; index < this.#offsets.length; index += 1) {
      const at = this.#offsets[index]!;
      if (this.raw[at] === type) return at;
    }
    return undefined;
  }

  #value(at: number): Uint8Array {
    return this.raw.subarray(at + 2, at + this.raw[at + 1]!);
  }
}

/**
 * Reads a datagram, in one pass and without ever throwing.
 *
 * @param datagram  what came from the network; the packet keeps a view of it, so it must not be written to again
 * @returns a packet, or why there is none
 */
export const parse = (datagram: Uint8Array): Packet | Malformed => {
  const framed = frame(datagram);
  if (typeof framed === "string") return { malformed: framed };
  const buffer = Buffer.isBuffer(datagram)
    ? datagram
    : Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length);
  return new Packet(buffer, lengthOf(datagram), framed.slice());
};
