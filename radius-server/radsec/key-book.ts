import type { TLSSocket } from "node:tls";
import type { Nas } from "#access/nas/nas";
import type { NasTable } from "#access/nas/table";
import type { KeyFinder } from "./contexts.ts";

/** Whose key each handshake asked for. */
export type KeyBook = {
  readonly find: KeyFinder;
  /** the NAS whose key a handshake was given, which is proof only once the handshake has ended well */
  readonly claimedBy: (socket: TLSSocket) => Nas | undefined;
  /** whether a handshake named an identity nobody has */
  readonly isUnknown: (socket: TLSSocket) => boolean;
};

/** A book over the NAS of a table; it forgets a handshake with its socket. */
export const keyBook = (table: NasTable): KeyBook => {
  const claims = new WeakMap<TLSSocket, Nas>();
  const unknown = new WeakSet<TLSSocket>();
  return {
    find: (socket, identity) => {
      const nas = table.byTlsIdentity({ kind: "psk", value: identity });
      if (nas?.enabled && nas.radsec?.psk) claims.set(socket, nas);
      else unknown.add(socket);
      return claims.get(socket)?.radsec?.psk ?? undefined;
    },
    claimedBy: (socket) => claims.get(socket),
    isUnknown: (socket) => unknown.has(socket),
  };
};
