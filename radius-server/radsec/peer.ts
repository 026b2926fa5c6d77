import type { Socket } from "node:net";

/**
 * What a connection goes by while it lasts. TLS sockets show no way back to the connection below; both know the addresses
 * of both ends, and the peer's port.
 */
export const keyOf = (socket: Socket): string =>
  `${socket.remoteAddress} ${socket.remotePort} ${socket.localAddress}`;
