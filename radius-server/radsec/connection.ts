import { once } from "node:events";
import type { TLSSocket } from "node:tls";
import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { answersChange, CODE, type Service } from "../protocol/codes.ts";
import { parse } from "../protocol/packet.ts";
import type { Source } from "../protocol/reply-cache.ts";
import { type Reception, serve } from "../receive.ts";
import { judgeOverTls } from "../trust.ts";
import { type Proof, stillProved } from "./identity.ts";
import type { Limits } from "./limits.ts";
import { type Line, openLine, SECRET } from "./line.ts";
import type { Enrolled } from "./roll.ts";
import { slots, type Work } from "./slots.ts";
import { type Cut, cut } from "./stream.ts";

/** Tells connections from both UDP sockets in the reply cache. */
const SOCKET = 2;

/** What a misbehaving peer may still read before its connection is cut, ms. */
const LINGER_MS = 1_000;

/** After these nothing that follows can be trusted (radiusdtls-bis section 3.12). */
const CLOSING: ReadonlySet<string> = new Set([
  "length-below-20",
  "too-long",
  "attribute-length",
  "attribute-overrun",
  "message-authenticator-length",
  "two-message-authenticators",
  "message-authenticator-wrong",
  "message-authenticator-placeholder",
  "request-authenticator-wrong",
  "response-authenticator-wrong",
  "nas-disabled",
  "radsec-identity-withdrawn",
]);

type Peer = {
  readonly reception: Reception;
  readonly socket: TLSSocket;
  readonly proof: Proof;
  readonly from: Source;
  readonly line: Line;
};

/** Both kinds come on one connection; a Status-Server asks after logins, which need more than reports do. */
const serviceOf = (code: number): Service =>
  code === CODE["Accounting-Request"] ? "accounting" : "authentication";

const nasOf = ({ reception: { server }, proof }: Pick<Peer, "reception" | "proof">): Nas | undefined =>
  stillProved(proof, server.nasTable, server.world.now());

/** The work a packet asks for, none where it answers a change, or why it is dropped. */
const workOf = (peer: Peer, octets: Buffer): Work | string | undefined => {
  const nas = nasOf(peer);
  if (!nas) return "radsec-identity-withdrawn";
  const packet = parse(octets);
  if ("malformed" in packet) return packet.malformed;
  if (answersChange(packet.code)) return nas.enabled ? peer.line.take(packet) : "nas-disabled";
  const service = serviceOf(packet.code);
  const trust = judgeOverTls(packet, service, nas, SECRET);
  if (trust.kind === "dropped") return trust.reason;
  const trusted = { packet, nas, secret: SECRET, service, isOverTls: true };
  return (leave) => serve(peer.reception, trusted, peer.from, leave);
};

const countFault = ({ reception, proof, from }: Peer, reason: string): void =>
  recordFault(reception.server.world, { nasId: proof.nasId, source: from.address, reason });

/** Answers go out as they come about; the next packet waits where the peer does not read them. */
const untilRead = async (socket: TLSSocket): Promise<void> => {
  if (!socket.writableNeedDrain) return;
  const gone = new AbortController();
  const onClose = () => gone.abort();
  socket.once("close", onClose);
  try {
    await once(socket, "drain", { signal: gone.signal });
  } finally {
    socket.off("close", onClose);
  }
};

/** Sends what is written, then closes; who does not read it is cut off, also while it goes on sending. */
const closeSoon = (socket: TLSSocket): void => {
  if (socket.closed) return;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  socket.destroySoon();
};

/** Hands on packet after packet, until one is the last or the stream ends. @returns why it can be read no further */
const readPackets = async (
  socket: TLSSocket,
  take: (octets: Buffer) => Promise<boolean>,
): Promise<Cut["fault"]> => {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const { packets, rest, fault } = cut(pending, chunk as Buffer);
    pending = rest;
    for (const octets of packets) if (!(await take(octets))) return undefined;
    if (fault) return fault;
  }
  return undefined;
};

/** Lets go of a peer that vanished or fell silent. @returns settles once the connection has closed */
const watch = (socket: TLSSocket, idleSeconds: number): Promise<void> => {
  socket.on("error", () => {}); // a peer that vanishes is no fault of ours; "close" follows
  socket.on("timeout", () => socket.destroy());
  socket.setTimeout(idleSeconds * 1000);
  socket.setKeepAlive(true, 60_000);
  return new Promise((resolve) => void socket.once("close", () => resolve()));
};

/**
 * Serves an open connection until it closes. Packets are taken in order and worked on side by side; where too many are
 * in work nothing more is read, so that TCP slows the peer down.
 *
 * @returns the connection for the roll, its line for requests of ours, and a promise that settles when it has closed
 */
export const converse = (
  base: Omit<Reception, "send">,
  socket: TLSSocket,
  proof: Proof,
  limits: Limits,
): Enrolled & { readonly line: Line; readonly closed: Promise<void> } => {
  const { world } = base.server;
  const from: Source = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0, socket: SOCKET };
  const send = (answer: Uint8Array): void => void (socket.writable && socket.write(answer));
  const reception = { ...base, send };
  const work = slots(limits.mostInWork);
  let heardAt = world.now();
  let isFinishing = false;
  const line = openLine({
    nasId: proof.nasId,
    heardAt: () => heardAt,
    // What is not read is not added to; nobody who lost its proof, or was switched off, is told of anybody.
    isUsable: () =>
      socket.writable &&
      !socket.writableNeedDrain &&
      !isFinishing &&
      nasOf({ reception, proof })?.enabled === true,
    send,
  });
  const peer: Peer = { reception, socket, proof, from, line };

  /** @returns whether the connection may go on */
  const take = async (octets: Buffer): Promise<boolean> => {
    heardAt = world.now();
    const job = workOf(peer, octets);
    if (typeof job === "string") {
      countFault(peer, job);
      return !CLOSING.has(job);
    }
    if (!job) return !isFinishing;
    await work.begin(job);
    await untilRead(socket);
    return !isFinishing;
  };

  const closed = watch(socket, limits.idleSeconds).then(line.close);
  const finish = async (): Promise<void> => {
    isFinishing = true;
    await work.idle();
    closeSoon(socket);
    await closed;
  };
  // The peer's end, a vanished peer and our own word all end the reading; what is in work is still answered.
  void readPackets(socket, take)
    .then((fault) => fault && countFault(peer, fault))
    .catch((fault) => !socket.destroyed && world.log.error({ err: fault }, "RadSec connection"))
    .finally(() => void finish());

  return { nasId: proof.nasId, heardAt: () => heardAt, close: () => closeSoon(socket), finish, line, closed };
};
