import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/**
 * Below those the system gives to whoever asks for any (Linux: from 32768): a crowd's own sockets would take a port while
 * the program it belongs to is being started again. That of a Redis cluster's talk lies 10,000 higher, and below as well.
 */
const PORTS = { from: 10_000, below: 22_000 };

/** Whether something can be bound now. */
const binds = async (bound: Server | Socket): Promise<boolean> => {
  try {
    await once(bound, "listening");
  } catch {
    return false;
  }
  bound.close();
  await once(bound, "close");
  return true;
};

const free = async (bind: (port: number) => Server | Socket): Promise<number> => {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.below);
    if (await binds(bind(port))) return port;
  }
};

/** A TCP port nobody has just now. */
export const freePort = (): Promise<number> => free((port) => createServer().listen(port, "127.0.0.1"));

/** A UDP port nobody has just now. */
export const freeUdpPort = (): Promise<number> =>
  free((port) => createSocket("udp4").bind(port, "127.0.0.1"));
