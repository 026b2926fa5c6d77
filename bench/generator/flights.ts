import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** A request under way: sent again until it is answered or given up. */
type Flight = {
  readonly datagram: Uint8Array;
  readonly port: number;
  sentAt: number;
  tries: number;
  /** says whether the reply was its own; an older one's may come late */
  readonly land: (reply: Uint8Array | undefined) => boolean;
};

/** Sockets of a NAS, and the requests that are under way on them. */
export type Flights = {
  /**
   * sends a request made for an identifier; `land` gets what may be its reply and says whether it is, or gets nothing
   * when all repeats were in vain
   */
  readonly send: (
    port: number,
    make: (identifier: number) => Uint8Array,
    land: (reply: Uint8Array | undefined, asked: Uint8Array) => boolean,
  ) => void;
  readonly underWay: () => number;
  readonly repeated: () => number;
  readonly close: () => void;
};

const SOCKETS = 8;
const RECEIVE_BUFFER = 4 * 1024 * 1024;
const REPEAT_MS = 1_000;
const TRIES = 4;
const LOOK_MS = 100;

/** Node looks up even numeric addresses off the packet path. */
const numeric = (
  address: string,
  _options: unknown,
  done: (fault: null, address: string, family: 4) => void,
) => done(null, address, 4);

type Line = { readonly socket: Socket; readonly flights: (Flight | undefined)[]; next: number };

const openLine = async (): Promise<Line> => {
  const socket = createSocket({ type: "udp4", lookup: numeric as never });
  const bound = once(socket, "listening");
  socket.bind(0, "127.0.0.1");
  await bound;
  socket.setRecvBufferSize(RECEIVE_BUFFER);
  return { socket, flights: Array.from<Flight | undefined>({ length: 256 }), next: 0 };
};

const freeIdentifier = (line: Line): number => {
  for (let tries = 0; tries < 256; tries += 1) {
    const identifier = line.next;
    line.next = (line.next + 1) & 255;
    if (!line.flights[identifier]) return identifier;
  }
  return -1;
};

/** Opens the sockets; requests go round them. */
export const openFlights = async (): Promise<Flights> => {
  const lines = await Promise.all(Array.from({ length: SOCKETS }, openLine));
  let turn = 0;
  let underWay = 0;
  let repeated = 0;

  const land = (line: Line, identifier: number, reply: Uint8Array | undefined): void => {
    const flight = line.flights[identifier];
    if (!flight?.land(reply)) return;
    if (line.flights[identifier] === flight) line.flights[identifier] = undefined;
    underWay -= 1;
  };

  for (const line of lines) line.socket.on("message", (reply) => land(line, reply[1] ?? 0, reply));

  const look = (line: Line, identifier: number, now: number): void => {
    const flight = line.flights[identifier];
    if (!flight || now - flight.sentAt < REPEAT_MS) return;
    if (flight.tries >= TRIES) {
      land(line, identifier, undefined);
      return;
    }
    flight.tries += 1;
    flight.sentAt = now;
    repeated += 1;
    line.socket.send(flight.datagram, flight.port, "127.0.0.1");
  };
  const looking = setInterval(() => {
    const now = performance.now();
    for (const line of lines) for (let each = 0; each < 256; each += 1) look(line, each, now);
  }, LOOK_MS);

  return {
    send: (port, make, landed) => {
      const line = lines[turn++ % SOCKETS] as Line;
      const identifier = freeIdentifier(line);
      if (identifier < 0) {
        landed(undefined, new Uint8Array(20));
        return;
      }
      const datagram = make(identifier);
      underWay += 1;
      line.flights[identifier] = {
        datagram,
        port,
        sentAt: performance.now(),
        tries: 1,
        land: (reply) => landed(reply, datagram),
      };
      line.socket.send(datagram, port, "127.0.0.1");
    },
    underWay: () => underWay,
    repeated: () => repeated,
    close: () => {
      clearInterval(looking);
      for (const { socket } of lines) socket.close();
    },
  };
};
