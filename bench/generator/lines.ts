import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { packetOf } from "./packets.ts";
import { verdictOf } from "./replies.ts";
import type { Session } from "./session.ts";
import type { Verdict } from "./tally.ts";

/** Hears of every request that is over. @param dueAt  as given to `send` @param now  ms of the same clock */
type Landed = (session: Session, verdict: Verdict, dueAt: number, now: number) => void;

/** The sockets of the NAS towards one port of a server, and the requests under way on them. */
export type Lines = {
  /** who hears of what is over from now on */
  listener: Landed;
  /** sends what a session asks, and again until it is answered or given up @returns false when no identifier is free */
  readonly send: (session: Session, dueAt: number, now: number) => boolean;
  readonly repeated: () => number;
};

const SOCKETS = 8;
const IDENTIFIERS = 256;
const RECEIVE_BUFFER = 4 * 1024 * 1024;
const REPEAT_MS = 1_000;
const TRIES = 4;
const LOOK_MS = 100;

const openSocket = async (port: number): Promise<Socket> => {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  socket.connect(port, "127.0.0.1"); // half a microsecond a packet cheaper, and strangers are not heard
  await once(socket, "connect");
  socket.setRecvBufferSize(RECEIVE_BUFFER);
  socket.on("error", () => {}); // a server that is gone does not answer, and that is counted
  return socket;
};

/** One socket with its identifiers; columns are indexed by identifier. */
type Line = {
  readonly socket: Socket;
  readonly sessions: (Session | undefined)[];
  readonly packets: Uint8Array[];
  readonly dueAt: Float64Array;
  readonly sentAt: Float64Array;
  readonly tries: Uint8Array;
  next: number;
  underWay: number;
};

const lineOf = (socket: Socket): Line => ({
  socket,
  sessions: Array.from<Session | undefined>({ length: IDENTIFIERS }).fill(undefined),
  packets: Array.from({ length: IDENTIFIERS }, () => new Uint8Array()),
  dueAt: new Float64Array(IDENTIFIERS),
  sentAt: new Float64Array(IDENTIFIERS),
  tries: new Uint8Array(IDENTIFIERS),
  next: 0,
  underWay: 0,
});

const freeIdentifier = (line: Line): number => {
  let identifier = line.next;
  while (line.sessions[identifier]) identifier = (identifier + 1) % IDENTIFIERS;
  line.next = (identifier + 1) % IDENTIFIERS;
  return identifier;
};

const launch = (line: Line, session: Session, dueAt: number, now: number): void => {
  const identifier = freeIdentifier(line);
  const packet = packetOf(session, identifier);
  session.isUnderWay = true;
  line.underWay += 1;
  line.sessions[identifier] = session;
  line.packets[identifier] = packet;
  line.dueAt[identifier] = dueAt;
  line.sentAt[identifier] = now;
  line.tries[identifier] = 1;
  line.socket.send(packet);
};

/** Opens the sockets; requests go round them. */
export const openLines = async (port: number): Promise<Lines> => {
  const all = (await Promise.all(Array.from({ length: SOCKETS }, () => openSocket(port)))).map(lineOf);
  let turn = 0;
  let repeated = 0;

  const land = (line: Line, identifier: number, verdict: Verdict, now: number): void => {
    const session = line.sessions[identifier]!;
    line.sessions[identifier] = undefined;
    line.underWay -= 1;
    session.isUnderWay = false;
    lines.listener(session, verdict, line.dueAt[identifier]!, now);
  };

  const receive = (line: Line, reply: Uint8Array): void => {
    const identifier = reply[1]!;
    const session = line.sessions[identifier];
    const verdict = session && verdictOf(reply, line.packets[identifier]!, session);
    if (verdict) land(line, identifier, verdict, performance.now());
  };

  const look = (line: Line, identifier: number, now: number): void => {
    if (!line.sessions[identifier] || now - line.sentAt[identifier]! < REPEAT_MS) return;
    if (line.tries[identifier]! >= TRIES) {
      land(line, identifier, "lost", now);
      return;
    }
    line.tries[identifier]! += 1;
    line.sentAt[identifier] = now;
    repeated += 1;
    line.socket.send(line.packets[identifier]!);
  };

  const lines: Lines = {
    listener: () => {},
    send: (session, dueAt, now) => {
      for (let tries = 0; tries < SOCKETS; tries += 1) {
        const line = all[turn]!;
        turn = (turn + 1) % SOCKETS;
        if (line.underWay === IDENTIFIERS) continue;
        launch(line, session, dueAt, now);
        return true;
      }
      return false;
    },
    repeated: () => repeated,
  };

  for (const line of all) line.socket.on("message", (reply) => receive(line, reply));
  setInterval(() => {
    const now = performance.now();
    for (const line of all) {
      if (line.underWay === 0) continue;
      for (let identifier = 0; identifier < IDENTIFIERS; identifier += 1) look(line, identifier, now);
    }
  }, LOOK_MS);
  return lines;
};
