import type { Socket } from "node:net";

/** Connections that have not proved who they are; there are never more than so many, and none for longer than so long. */
export type Handshakes = {
  /** takes a connection in, in place of the one waiting longest where there is no room */
  readonly begin: (key: string, socket: Socket) => void;
  /** the connection of this key has proved who it is */
  readonly end: (key: string) => void;
  /** the connection has closed; another may go by its key by now */
  readonly gone: (key: string, socket: Socket) => void;
  readonly closeAll: () => void;
};

type Waiting = { readonly socket: Socket; readonly timer: NodeJS.Timeout };

/**
 * No handshake is under way yet.
 *
 * The one waiting longest makes room, as an honest handshake takes a moment and only an idler's lasts.
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
      const [longest] = waiting.keys();
      if (waiting.size >= most && longest !== undefined) refuse(longest, "radsec-handshakes-many");
      const timer = setTimeout(() => refuse(key, "radsec-handshake-slow"), seconds * 1000);
      waiting.set(key, { socket, timer });
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
