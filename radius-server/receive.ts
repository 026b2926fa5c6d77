import type { RemoteInfo } from "node:dgram";
import { heard, recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { wishSession } from "#access/session/wish";
import { account } from "./account.ts";
import { authenticate } from "./authenticate.ts";
import { CODE, type Service } from "./protocol/codes.ts";
import { type Packet, parse } from "./protocol/packet.ts";
import type { ReplyCache, Source } from "./protocol/reply-cache.ts";
import type { Secret } from "./protocol/secret.ts";
import { reply } from "./protocol/write.ts";
import { wantedAfter } from "./reconsider.ts";
import type { Server } from "./server-world.ts";
import { answerStatus } from "./status.ts";
import { judge } from "./trust.ts";

/** What receiving needs beside the server. */
export type Reception = {
  readonly server: Server;
  readonly cache: ReplyCache;
  readonly secretsOf: (nas: Nas, at: number) => readonly Secret[];
  readonly send: (datagram: Uint8Array, to: Source) => void;
};

/** A packet whose sender is proved, and the secret its answer is signed with. */
export type Trusted = {
  readonly packet: Packet;
  readonly nas: Nas;
  readonly secret: Secret;
  readonly service: Service;
};

const answerLogin = async (
  { server }: Reception,
  { packet, nas, secret }: Trusted,
): Promise<Uint8Array | undefined> => {
  const { code, attributes } = await authenticate(server, packet, nas, secret);
  heard(server.world, nas.id, "login");
  return reply(packet, code, attributes, secret);
};

const answerReport = async (
  { server }: Reception,
  { packet, nas, secret }: Trusted,
  from: Source,
): Promise<Uint8Array | undefined> => {
  const { world } = server;
  const accounted = await account(server, packet, nas);
  heard(world, nas.id, "accounting");
  if (accounted.kind === "unrecorded") {
    recordFault(world, { nasId: nas.id, source: from.address, reason: accounted.reason });
    return undefined;
  }
  if (accounted.kind === "counted") {
    const wanted = wantedAfter(server, nas, accounted.booking, accounted.values);
    // The wish is in Redis before the NAS is told it may forget the report.
    if (wanted) await wishSession(world, accounted.booking, wanted.wish, wanted.cause);
  }
  return reply(packet, CODE["Accounting-Response"], [], secret);
};

const answerTo = (reception: Reception, trusted: Trusted, from: Source): Promise<Uint8Array | undefined> => {
  if (trusted.packet.code === CODE["Access-Request"]) return answerLogin(reception, trusted);
  if (trusted.packet.code === CODE["Accounting-Request"]) return answerReport(reception, trusted, from);
  return answerStatus(reception.server, trusted.packet, trusted.secret, trusted.service);
};

const work = async (reception: Reception, trusted: Trusted, from: Source): Promise<void> => {
  const { server, cache, send } = reception;
  try {
    const answer = await answerTo(reception, trusted, from);
    if (!answer) {
      cache.forget(from, trusted.packet);
      return;
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

/** Who sent a datagram, proved, and what it is; or why it cannot be trusted. */
const identify = (
  { server: { world, nasTable }, secretsOf }: Reception,
  service: Service,
  datagram: Buffer,
  address: string,
): Trusted | Fault => {
  const candidates = nasTable.bySource(address);
  const [only] = candidates;
  if (!only) return { nasId: 0, reason: "nas-unknown" };
  const packet = parse(datagram);
  if ("malformed" in packet)
    return { nasId: candidates.length === 1 ? only.id : 0, reason: packet.malformed };
  const at = world.now();
  const trust = judge(packet, service, candidates, (nas) => secretsOf(nas, at));
  if (trust.kind === "dropped") return trust;
  return { packet, nas: trust.nas, secret: trust.secret, service };
};

const SERVED = Promise.resolve();

/**
 * Serves a packet that can be trusted: a repeat gets the first reply (RFC 5080 section 2.2.2), the rest is worked on.
 *
 * @returns settles once it was answered or given up; never rejects
 */
export const serve = (reception: Reception, trusted: Trusted, from: Source): Promise<void> => {
  const { server, cache, send } = reception;
  heard(server.world, trusted.nas.id, "packet");
  const known = cache.look(from, trusted.packet, server.world.now());
  if (known === "new") return work(reception, trusted, from);
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
  const sent = identify(reception, service, datagram, from.address);
  if ("reason" in sent) {
    recordFault(reception.server.world, { ...sent, source: from.address });
    return;
  }
  void serve(reception, sent, from);
};
