import type { RemoteInfo } from "node:dgram";
import { heard, recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { wishSession } from "#access/session/wish";
import { account } from "./account.ts";
import { authenticate } from "./authenticate.ts";
import { heedSlow } from "./heed-slow.ts";
import type { Guard } from "./posture/guard.ts";
import { showsSecret } from "./posture/observer.ts";
import { CODE, isAskedOf, type Service } from "./protocol/codes.ts";
import { type Packet, parse } from "./protocol/packet.ts";
import type { ReplyCache, Source } from "./protocol/reply-cache.ts";
import type { Secret } from "./protocol/secret.ts";
import { reply, unsignedReply } from "./protocol/write.ts";
import { wantedAfter } from "./reconsider.ts";
import type { Secrets } from "./secrets.ts";
import type { Server } from "./server-world.ts";
import { answerStatus } from "./status.ts";
import { judge } from "./trust.ts";

/** What receiving needs beside the server. */
export type Reception = {
  readonly server: Server;
  readonly cache: ReplyCache;
  readonly secrets: Secrets;
  readonly guard: Guard;
  readonly send: (datagram: Uint8Array, to: Source) => void;
};

/** A packet whose sender is proved, and the secret its answer is signed with. */
export type Trusted = {
  readonly packet: Packet;
  readonly nas: Nas;
  readonly secret: Secret;
  readonly service: Service;
  /** whether TLS proved the sender, so that no flag of UDP holds (radiusdtls-bis) */
  readonly isOverTls?: boolean;
};

const answerLogin = (
  { server }: Reception,
  { packet, nas, secret, isOverTls }: Trusted,
): Promise<Uint8Array | undefined> =>
  authenticate(server, packet, nas, secret).then(({ code, attributes }) => {
    heard(server.world, nas.id, "login");
    const answer = nas.omitsReplySignature && !isOverTls ? unsignedReply : reply;
    return answer(packet, code, attributes, secret);
  });

const answerReport = async (
  { server }: Reception,
  { packet, nas, secret }: Trusted,
  from: Source,
): Promise<Uint8Array | undefined> => {
  const { world } = server;
  const accounted = await account(server, packet, nas);
  heard(world, nas.id, "accounting");
  if (accounted.kind !== "counted" && accounted.reason)
    recordFault(world, { nasId: nas.id, source: from.address, reason: accounted.reason });
  if (accounted.kind === "unrecorded") return undefined;
  if (accounted.kind === "counted") {
    const wanted = wantedAfter(server, nas, accounted.booking, accounted.counted);
    // The wish is in Redis before the NAS is told it may forget the report.
    if (wanted) await wishSession(world, accounted.booking, wanted.wish, wanted.cause);
    const heeding = heedSlow(server, nas, accounted, wanted === undefined);
    // What is counted is answered, also while PostgreSQL is away; the next report shows the same.
    if (heeding) await heeding.catch((fault) => world.log.error({ err: fault }, "pace of a slowed session"));
  }
  return reply(packet, CODE["Accounting-Response"], [], secret);
};

const answerTo = (reception: Reception, trusted: Trusted, from: Source): Promise<Uint8Array | undefined> => {
  if (trusted.packet.code === CODE["Access-Request"]) return answerLogin(reception, trusted);
  if (trusted.packet.code === CODE["Accounting-Request"]) return answerReport(reception, trusted, from);
  return answerStatus(reception.server, trusted.packet, trusted.secret, trusted.service);
};

const work = async (
  reception: Reception,
  trusted: Trusted,
  from: Source,
  onHeldBack: () => void,
): Promise<void> => {
  const { server, cache, send, guard } = reception;
  try {
    const answer = await answerTo(reception, trusted, from);
    if (!answer) {
      cache.forget(from, trusted.packet);
      return;
    }
    // A repeat that comes meanwhile finds its request still in work.
    if (answer[0] === CODE["Access-Reject"]) {
      onHeldBack();
      await guard.rejectDelay.pass();
    }
    cache.answer(from, trusted.packet, answer, server.world.now());
    send(answer, from);
  } catch (fault) {
    // No answer: the NAS sends it again, here or to another server.
    cache.forget(from, trusted.packet);
    recordFault(server.world, { nasId: trusted.nas.id, source: from.address, reason: "store-unavailable" });
    server.world.log.error({ err: fault, nas: trusted.nas.id }, "request not answered");
  }
};

type Fault = { readonly nasId: number; readonly reason: string };

/** UDP allows port 0 to a sender that wants no answer (RFC 768); nobody proves to be a NAS by that. */
const UNANSWERABLE: Fault = { nasId: 0, reason: "source-port-zero" };

const noteDropped = (
  { guard: { observer } }: Reception,
  fault: Fault,
  packet: Packet,
  address: string,
): void =>
  fault.reason === "nas-unknown"
    ? observer.stranger(address, packet)
    : observer.dropped(fault.nasId, packet, fault.reason);

/** Who sent a datagram, proved, and what it is; or why it cannot be trusted. */
const identify = (
  reception: Reception,
  service: Service,
  datagram: Buffer,
  address: string,
): Trusted | Fault => {
  const { server, secrets, guard } = reception;
  const candidates = server.nasTable.bySource(address);
  const packet = parse(datagram);
  if ("malformed" in packet) {
    const [only] = candidates;
    const reason = only ? packet.malformed : "nas-unknown";
    return { nasId: only && candidates.length === 1 ? only.id : 0, reason };
  }
  const at = server.world.now();
  const nearest = candidates.length > 1 ? server.nasTable.nearest(address) : undefined;
  const trust = judge(packet, service, candidates, (nas) => secrets.of(nas, at), nearest);
  if (trust.kind === "dropped") {
    if (isAskedOf(service, packet.code)) noteDropped(reception, trust, packet, address);
    return trust;
  }
  if (showsSecret(packet)) secrets.proved(trust.nas, trust.secret);
  guard.observer.trusted(
    trust.nas,
    packet,
    secrets.isCurrent(trust.nas, trust.secret) ? "current" : "previous",
  );
  return { packet, nas: trust.nas, secret: trust.secret, service };
};

const SERVED = Promise.resolve();
const NOTHING = (): void => {};

/**
 * Serves a packet that can be trusted: a repeat gets the first reply (RFC 5080 section 2.2.2), the rest is worked on.
 *
 * @param onHeldBack  told when all that is left is to let a reject wait
 * @returns settles once it was answered or given up; never rejects
 */
export const serve = (
  reception: Reception,
  trusted: Trusted,
  from: Source,
  onHeldBack: () => void = NOTHING,
): Promise<void> => {
  const { server, cache, send, guard } = reception;
  const { packet, nas } = trusted;
  const at = server.world.now();
  heard(server.world, nas.id, "packet");
  const known = cache.look(from, packet, at);
  if (known === "new") {
    const excess = guard.rateLimit(nas, packet, at);
    if (!excess) return work(reception, trusted, from, onHeldBack);
    cache.forget(from, packet);
    recordFault(server.world, { nasId: nas.id, source: from.address, reason: excess });
    return SERVED;
  }
  if (known !== "in-work") send(known, from);
  return SERVED;
};

/**
 * Takes a datagram: what cannot be trusted is counted by reason and dropped in silence; the rest is served.
 */
export const receive = (
  reception: Reception,
  service: Service,
  socket: number,
  datagram: Buffer,
  remote: RemoteInfo,
): void => {
  const from: Source = { address: remote.address, port: remote.port, socket };
  const sent = from.port === 0 ? UNANSWERABLE : identify(reception, service, datagram, from.address);
  if ("reason" in sent) {
    recordFault(reception.server.world, { ...sent, source: from.address });
    return;
  }
  void serve(reception, sent, from);
};
