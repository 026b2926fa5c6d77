import { codeAt } from "#access/runtime/code-at";
import { NONE, slotsOf } from "#access/runtime/slots";
import type { Packet } from "./packet.ts";

/** Where a packet came from and which of our sockets received it, each socket with a number of its own, 0 to 255. */
export type Source = { readonly address: string; readonly port: number; readonly socket: number };

/** Where a packet's authenticator begins (RFC 2865 section 3). */
const AUTHENTICATOR = 4;

/**
 * A fixed number of numbered slots, one for each source, socket and identifier; the slot longest in use makes room.
 * Everything about a slot lies in typed arrays, so that a flood costs neither memory nor garbage collection.
 */
export type RequestTable = {
  /** The slot of the latest request of this source and identifier, whatever its authenticator; or `NONE`. */
  readonly find: (source: Source, request: Packet) => number;
  /** Whether the slot holds this very request: the same authenticator (RFC 5080 section 2.2.2). */
  readonly isSame: (slot: number, request: Packet) => boolean;
  /** A slot for a request that has none. */
  readonly take: (source: Source, request: Packet) => number;
  /** Puts a newer request of the same source and identifier in its slot. */
  readonly replace: (slot: number, request: Packet) => void;
};

const hashOf = (source: Source, identifier: number, seed: number): number => {
  let hash = seed ^ (source.port << 16) ^ (identifier << 8) ^ source.socket;
  for (let index = 0; index < source.address.length; index += 1)
    hash = Math.imul(hash ^ codeAt(source.address, index), 0x01000193); // FNV-1a
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/**
 * An empty table.
 *
 * @param capacity  slots
 * @param seed      any number unknown to strangers, so that nobody can choose requests that fall together
 */
export const requestTable = (capacity: number, seed: number): RequestTable => {
  const slots = slotsOf(capacity);
  const addresses = Array.from({ length: capacity }, () => "");
  const ports = new Uint16Array(capacity);
  const sockets = new Uint8Array(capacity);
  const identifiers = new Uint8Array(capacity);
  const authenticators = new Uint8Array(capacity * 16);

  const isFrom = (slot: number, source: Source, request: Packet): boolean =>
    identifiers[slot] === request.identifier &&
    ports[slot] === source.port &&
    sockets[slot] === source.socket &&
    addresses[slot] === source.address;

  const replace = (slot: number, request: Packet): void =>
    authenticators.set(request.authenticator, slot * 16);

  return {
    find: (source, request) => {
      let slot = slots.first(hashOf(source, request.identifier, seed));
      while (slot !== NONE && !isFrom(slot, source, request)) slot = slots.next(slot);
      return slot;
    },
    isSame: (slot, { raw }) => {
      for (let index = 0; index < 16; index += 1)
        if (authenticators[slot * 16 + index] !== raw[AUTHENTICATOR + index]) return false;
      return true;
    },
    take: (source, request) => {
      const slot = slots.take(hashOf(source, request.identifier, seed));
      addresses[slot] = source.address;
      ports[slot] = source.port;
      sockets[slot] = source.socket;
      identifiers[slot] = request.identifier;
      replace(slot, request);
      return slot;
    },
    replace,
  };
};
