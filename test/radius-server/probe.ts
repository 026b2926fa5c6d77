import { createSocket } from "node:dgram";
import { EventEmitter, once } from "node:events";

/** A socket that sends anything and keeps all that comes back, as it came. */
export type Probe = {
  readonly send: (port: number, datagram: Uint8Array) => void;
  /** every datagram received so far */
  readonly received: readonly Buffer[];
  /** waits for the reply with an identifier */
  readonly reply: (identifier: number) => Promise<Buffer>;
  readonly close: () => void;
};

/** Opens a probe on loopback. */
export const probe = async (): Promise<Probe> => {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  socket.setRecvBufferSize(4 * 1024 * 1024);
  const received: Buffer[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  socket.on("message", (datagram) => {
    received.push(datagram);
    arrivals.emit("reply", datagram);
  });
  const reply = async (identifier: number): Promise<Buffer> => {
    for (;;) {
      const [datagram] = (await once(arrivals, "reply")) as [Buffer];
      if (datagram[1] === identifier) return datagram;
    }
  };
  return {
    send: (port, datagram) => socket.send(datagram, port, "127.0.0.1"),
    received,
    reply,
    close: () => socket.close(),
  };
};
