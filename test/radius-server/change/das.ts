import { createSocket } from "node:dgram";
import { EventEmitter, once } from "node:events";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { type Secret, secretOf } from "#radius-server/protocol/secret";
import { ERROR_CAUSE } from "#radius-server/protocol/values";
import { accountingRequestIsAuthentic } from "#radius-server/protocol/verify";
import { type Attribute, reply, u32 } from "#radius-server/protocol/write";

/** What a NAS answers to a request; nothing is silence, several are sent in turn. */
export type Manner = (request: Packet, secret: Secret) => readonly Uint8Array[];

/** The side of a NAS that changes sessions, the Dynamic Authorization Server of RFC 5176. */
export type Das = {
  readonly port: number;
  readonly secret: string;
  /** takes another secret from now on; what is signed with the one before is dropped */
  readonly rotate: (secret: string) => void;
  /** every datagram that came, repeats too */
  readonly datagrams: readonly Buffer[];
  /** the next request, repeats left out; each is given once */
  readonly next: () => Promise<Packet>;
  /** how it answers from now on; at first it obeys */
  readonly answer: (manner: Manner) => void;
  /** sends anything to who asked last */
  readonly send: (datagram: Uint8Array) => void;
  readonly close: () => void;
};

const ANSWERS: Readonly<Record<number, { readonly yes: number; readonly no: number }>> = {
  [CODE["CoA-Request"]]: { yes: CODE["CoA-ACK"], no: CODE["CoA-NAK"] },
  [CODE["Disconnect-Request"]]: { yes: CODE["Disconnect-ACK"], no: CODE["Disconnect-NAK"] },
};

const answered = (
  request: Packet,
  word: "yes" | "no",
  secret: Secret,
  attributes: readonly Attribute[] = [],
): readonly Uint8Array[] => {
  const code = ANSWERS[request.code]?.[word];
  const datagram = code === undefined ? undefined : reply(request, code, attributes, secret);
  return datagram ? [datagram] : [];
};

/** Does what is asked. */
export const obeys: Manner = (request, secret) => answered(request, "yes", secret);

/** Refuses with an Error-Cause. */
export const refuses =
  (cause: keyof typeof ERROR_CAUSE): Manner =>
  (request, secret) =>
    answered(request, "no", secret, [u32(ATTRIBUTE["Error-Cause"], ERROR_CAUSE[cause])]);

/** Says nothing. */
export const isSilent: Manner = () => [];

/** Answers a CoA-Request in one manner and a Disconnect-Request in another. */
export const differs =
  (toChange: Manner, toDisconnect: Manner): Manner =>
  (request, secret) =>
    (request.code === CODE["CoA-Request"] ? toChange : toDisconnect)(request, secret);

/** Opens it on loopback. */
export const openDas = async (): Promise<Das> => {
  let text = "a-secret-between-nas-and-server";
  let secret = secretOf(text);
  let wasRotated = false;
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const datagrams: Buffer[] = [];
  const requests: Packet[] = [];
  const arrivals = new EventEmitter();
  let manner = obeys;
  let asker = { port: 0, address: "" };
  let taken = 0;
  socket.on("message", (datagram, from) => {
    const request = parse(datagram);
    const isForeign = "malformed" in request || !accountingRequestIsAuthentic(request, secret);
    if (isForeign && wasRotated) return; // RFC 5176 section 2.3: discarded in silence
    if (isForeign) throw new Error("a request no NAS would take");
    const isRepeat = datagrams.some((known) => known.equals(datagram));
    asker = from;
    datagrams.push(datagram);
    if (!isRepeat) requests.push(request);
    for (const each of manner(request, secret)) socket.send(each, from.port, from.address);
    arrivals.emit("request");
  });
  return {
    port: socket.address().port,
    get secret() {
      return text;
    },
    rotate: (fresh) => {
      text = fresh;
      secret = secretOf(fresh);
      wasRotated = true;
    },
    datagrams,
    next: async () => {
      while (requests.length <= taken) await once(arrivals, "request");
      taken += 1;
      return requests[taken - 1]!;
    },
    answer: (other) => {
      manner = other;
    },
    send: (datagram) => socket.send(datagram, asker.port, asker.address),
    close: () => socket.close(),
  };
};
