import type { Socket } from "node:net";
import { parseAddress } from "#access/nas/address";

/** Connections that have not proved who they are; there are never more than so many, and none for longer than so long. */
export type Handshakes = {
  /** takes a connection in, in place of another where there is no room */
  readonly begin: (key: string, socket: Socket) => void;
  /** the connection of this key has proved who it is */
  readonly end: (key: string) => void;
  /** the connection has closed; another may go by its key by now */
  readonly gone: (key: string, socket: Socket) => void;
  readonly closeAll: () => void;
};

type Waiting = { readonly socket: Socket; readonly source: string; readonly timer: NodeJS.Timeout };

/** Where a connection comes from: its address, of IPv6 the 64 bits one network has, as the others are anybody's choice. */
const sourceOf = ({ remoteAddress = "" }: Socket): string => {
  const address = parseAddress(remoteAddress);
  return address?.kind() === "ipv6"
    ? address.toNormalizedString().split(":", 4).join(":")
    : String(address ?? "");
};

/** The one waiting longest of the source that has the most: a flood pushes out its own. */
const leastHonest = (waiting: ReadonlyMap<string, Waiting>): string | undefined => {
  const counts = new Map<string, number>();
  for (const { source } of waiting.values()) counts.set(source, (counts.get(source) ?? 0) + 1);
  const most = Math.max(...counts.values());
  for (const [key, { source }] of waiting) if (counts.get(source) === most) return key;
  return undefined;
};

/**
 * No handshake is under way yet.
 *
 * Of the source that has the most the one waiting longest makes room, as an honest handshake takes a moment and only an
 * idler's lasts.
 *
 * @param onRefused  told why one was ended
 */
export const handshakes = (
  { most, seconds }: { readonly most: number; readonly seconds: number },
  onRefused: (socket: Socket, reason: "radsec-handshake-slow" | "radsec-handshakes-many") => void,
): Handshakes => {
  const waiting = new Map<string, Waiting>();
  const end = (key: string): void => {
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
  };
  const refuse = (key: string, reason: Parameters<typeof onRefused>[1]): void => {
    const socket = waiting.get(key)?.socket;
    end(key);
    if (!socket) return;
    onRefused(socket, reason);
    socket.destroy();
  };
  /** A peer that reset its connection may open anew from the same port before we hear of the reset. */
  const replace = (key: string): void => {
    const before = waiting.get(key)?.socket;
    end(key);
    before?.destroy();
  };
  return {
    begin: (key, socket) => {
      replace(key);
      const another = waiting.size >= most ? leastHonest(waiting) : undefined;
      if (another !== undefined) refuse(another, "radsec-handshakes-many");
      const timer = setTimeout(() => refuse(key, "radsec-handshake-slow"), seconds * 1000);
      waiting.set(key, { socket, source: sourceOf(socket), timer });
    },
    end,
    gone: (key, socket) => {
      if (waiting.get(key)?.socket === socket) end(key);
    },
    closeAll: () => {
      for (const [key, { socket }] of waiting) {
        end(key);
        socket.destroy();
      }
    },
  };
};
