import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Nas } from "#access/nas/nas";
import type { NasTable } from "#access/nas/table";
import { octets } from "#access/runtime/random";
import type { KeyFinder } from "./contexts.ts";
import { keyOf } from "./peer.ts";

/** Whose key each handshake asked for. */
export type KeyBook = {
  /** finds a key for any identity; one that nobody has gets a key that nobody has */
  readonly find: KeyFinder;
  /** notes which tickets of earlier connections a connection offers */
  readonly note: (socket: Socket, tickets: readonly Buffer[]) => void;
  /** the NAS whose key a handshake was given, which is proof only once the handshake has ended well */
  readonly claimedBy: (socket: TLSSocket) => Nas | undefined;
  /** whether a handshake named an identity nobody has */
  readonly isUnknown: (socket: TLSSocket) => boolean;
};

/** As long as those made by us. */
const KEY_OCTETS = 32;

/** OpenSSL asks after the identity of a ticket as well, up to its first zero; a key for it would be held to its binder. */
const isCutFrom = (ticket: Buffer, identity: string): boolean =>
  ticket.toString("latin1").startsWith(`${Buffer.from(identity).toString("latin1")}\0`);

/** A book over the NAS of a table; it forgets a handshake with its socket. */
export const keyBook = (table: NasTable): KeyBook => {
  const claims = new WeakMap<TLSSocket, Nas>();
  const unknown = new WeakSet<TLSSocket>();
  const offered = new Map<string, readonly Buffer[]>();

  const keyFor = (socket: TLSSocket, identity: string): string => {
    const nas = table.byTlsIdentity({ kind: "psk", value: identity });
    const key = nas?.enabled ? nas.radsec?.psk : undefined;
    if (nas && key) claims.set(socket, nas);
    else unknown.add(socket);
    // RFC 4279 section 2: so an unknown identity fails as a wrong key does, and nobody learns which ones there are
    return key ?? octets(KEY_OCTETS).toString("hex");
  };

  return {
    find: (socket, identity) => {
      // Whether or not somebody has it, or a ticket made up for the purpose would tell.
      const isTicket = offered.get(keyOf(socket))?.some((ticket) => isCutFrom(ticket, identity));
      return isTicket ? undefined : keyFor(socket, identity);
    },
    note: (socket, tickets) => {
      const key = keyOf(socket);
      offered.set(key, tickets);
      socket.once("close", () => {
        if (offered.get(key) === tickets) offered.delete(key);
      });
    },
    claimedBy: (socket) => claims.get(socket),
    isUnknown: (socket) => unknown.has(socket),
  };
};
