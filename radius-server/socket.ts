import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { Logger } from "#access/runtime/log";

/** A bound UDP socket. */
export type UdpSocket = {
  readonly port: number;
  readonly send: (datagram: Uint8Array, port: number, address: string) => void;
  readonly close: () => Promise<void>;
};

/** The default loses half of a burst of 256 packets; 4 MiB lose none (measured). */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** Node looks up even numeric addresses off the packet path; these never need it. */
const numeric = (
  address: string,
  _options: unknown,
  done: (fault: null, address: string, family: number) => void,
): void => done(null, address, address.includes(":") ? 6 : 4);

const grow = (socket: Socket, log: Logger): void => {
  socket.setRecvBufferSize(RECEIVE_BUFFER);
  // The kernel doubles what it grants and caps what it does not (net.core.rmem_max).
  const granted = socket.getRecvBufferSize();
  if (granted < RECEIVE_BUFFER)
    log.warn({ granted, wanted: RECEIVE_BUFFER }, "small receive buffer: raise net.core.rmem_max");
};

/**
 * Binds a UDP socket; what a receiver throws is a defect, so it is logged and the socket goes on.
 *
 * @throws the system's fault when the address is taken or not ours
 */
export const bindUdp = async (
  host: string,
  port: number,
  log: Logger,
  onDatagram: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<UdpSocket> => {
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4", lookup: numeric as never });
  const bound = once(socket, "listening");
  // Workers share a port that has a number; one the system chooses is each one's own.
  socket.bind({ port, address: host, exclusive: port === 0 });
  await bound;
  grow(socket, log);
  socket.on("error", (fault) => log.error({ err: fault }, "UDP socket"));
  socket.on("message", (datagram, from) => {
    try {
      onDatagram(datagram, from);
    } catch (fault) {
      log.error({ err: fault }, "datagram not handled");
    }
  });
  return {
    port: socket.address().port,
    send: (datagram, to, address) => socket.send(datagram, to, address),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
};
