import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Tally } from "./tally.ts";

/** Where the RADIUS server listens. */
export type RadiusServer = { readonly host: string; readonly authPort: number; readonly acctPort: number };

/** One question to the server. */
type Question = {
  readonly port: number;
  /** the packet, once an identifier is known */
  readonly build: (identifier: number) => Buffer;
  readonly isAuthentic: (reply: Buffer, request: Buffer) => boolean;
  /** seconds after which the question is given up */
  readonly patience: number;
};

/** A NAS's client side: asks and repeats until it is answered. */
export type Exchange = {
  /** @returns the authentic reply, or undefined when none came within the question's patience */
  readonly ask: (question: Question) => Promise<Buffer | undefined>;
  readonly close: () => void;
};

type Waiting = {
  readonly request: Buffer;
  readonly question: Question;
  readonly settle: (reply?: Buffer) => void;
};
type Lane = { readonly socket: Socket; readonly waiting: Map<string, Waiting>; next: number };

/** A reply to every identifier at once fits; of the standard buffer a busy machine loses some. */
const RECEIVE_BUFFER = 1_048_576;
const IDENTIFIERS = 256;
const FIRST_REPEAT = 1_000;
const LONGEST_REPEAT = 4_000;

const keyOf = (port: number, identifier: number): string => `${port}:${identifier}`;

const receive = (lane: Lane, tally: Tally, reply: Buffer, port: number): void => {
  const waiting = reply.length >= 20 ? lane.waiting.get(keyOf(port, reply.readUInt8(1))) : undefined;
  if (!waiting?.question.isAuthentic(reply, waiting.request)) {
    tally.untrusted += 1;
    return;
  }
  tally.answered += 1;
  waiting.settle(reply);
};

const openLane = async (tally: Tally): Promise<Lane> => {
  const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER });
  const lane: Lane = { socket, waiting: new Map(), next: 0 };
  socket.on("message", (reply, from) => receive(lane, tally, reply, from.port));
  socket.on("error", () => {}); // a datagram that cannot be sent is one that was lost
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return lane;
};

const freeIdentifier = (lane: Lane, port: number): number | undefined => {
  for (let tried = 0; tried < IDENTIFIERS; tried += 1) {
    const identifier = (lane.next + tried) % IDENTIFIERS;
    if (lane.waiting.has(keyOf(port, identifier))) continue;
    lane.next = identifier + 1;
    return identifier;
  }
  return undefined;
};

/** Sends and repeats the same octets from the same socket (RFC 5080 section 2.2.1), more slowly each time. */
const repeatUntilSettled = (
  lane: Lane,
  server: RadiusServer,
  tally: Tally,
  question: Question,
  identifier: number,
) =>
  new Promise<Buffer | undefined>((resolve) => {
    const key = keyOf(question.port, identifier);
    const request = question.build(identifier);
    let timer: NodeJS.Timeout | undefined;
    let spent = 0;
    const settle = (reply?: Buffer): void => {
      clearTimeout(timer);
      lane.waiting.delete(key);
      resolve(reply);
    };
    const send = (pause: number): void => {
      lane.socket.send(request, question.port, server.host, () => {});
      timer = setTimeout(() => {
        spent += pause;
        if (spent >= question.patience * 1_000) {
          tally.lost += 1;
          settle();
          return;
        }
        tally.retransmitted += 1;
        send(Math.min(pause * 2, LONGEST_REPEAT));
      }, pause);
    };
    lane.waiting.set(key, { request, question, settle });
    tally.sent += 1;
    send(FIRST_REPEAT);
  });

/** Opens the client side of a NAS; a further socket is opened whenever all 256 identifiers are in use. */
export const openExchange = async (server: RadiusServer, tally: Tally): Promise<Exchange> => {
  const lanes: Lane[] = [await openLane(tally)];
  let closed = false;
  let opening: Promise<unknown> | undefined;
  const openAnother = (): Promise<unknown> => {
    opening ??= openLane(tally)
      .then((lane) => (closed ? lane.socket.close() : lanes.push(lane)))
      .finally(() => {
        opening = undefined;
      });
    return opening;
  };
  const ask = async (question: Question): Promise<Buffer | undefined> => {
    if (closed) return undefined;
    for (const lane of lanes) {
      const identifier = freeIdentifier(lane, question.port);
      // taken within the same turn, so that no other question can choose it as well
      if (identifier !== undefined) return repeatUntilSettled(lane, server, tally, question, identifier);
    }
    await openAnother();
    return ask(question);
  };
  return {
    ask,
    close: () => {
      closed = true;
      for (const lane of lanes.splice(0)) {
        for (const waiting of [...lane.waiting.values()]) waiting.settle();
        lane.socket.close();
      }
    },
  };
};
