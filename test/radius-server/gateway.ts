import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import { issueGrant } from "#access/grant/issue";
import type { Nas } from "#access/nas/nas";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { hidePassword } from "#radius-server/protocol/password";
import { type Secret, secretOf } from "#radius-server/protocol/secret";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { type Attribute, octets, request, text, u32 } from "#radius-server/protocol/write";
import type { House } from "./house.ts";

/** A NAS as its side of the wire sees it; it waits for answers, repeats nothing by itself, and checks what it gets. */
export type Gateway = {
  readonly socket: Socket;
  /** sends and waits for the authentic answer */
  readonly ask: (port: number, datagram: Uint8Array) => Promise<Packet>;
  /** the same, but sends it again each half second until it is answered, as a NAS does */
  readonly askAgain: (port: number, datagram: Uint8Array) => Promise<Packet>;
  readonly close: () => void;
};

/** Opens a gateway's socket. */
export const gateway = async (nas: Pick<Nas, "secret">, address = "127.0.0.1"): Promise<Gateway> => {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  socket.bind(0, address);
  await once(socket, "listening");
  socket.setRecvBufferSize(4 * 1024 * 1024);
  const secret = secretOf(nas.secret);
  const waiting = new Map<number, { datagram: Uint8Array; resolve: (reply: Packet) => void }>();
  socket.on("message", (datagram) => {
    const reply = parse(datagram);
    if ("malformed" in reply) throw new Error(`the server sent rubbish: ${reply.malformed}`);
    const asked = waiting.get(reply.identifier);
    if (!asked || !replyIsAuthentic(reply, asked.datagram.subarray(4, 20), secret)) return;
    waiting.delete(reply.identifier);
    asked.resolve(reply);
  });
  const ask = (port: number, datagram: Uint8Array): Promise<Packet> =>
    new Promise((resolve) => {
      waiting.set(datagram[1] as number, { datagram, resolve });
      socket.send(datagram, port, address);
    });
  return {
    socket,
    ask,
    askAgain: async (port, datagram) => {
      const again = setInterval(() => socket.send(datagram, port, address), 500);
      try {
        return await ask(port, datagram);
      } finally {
        clearInterval(again);
      }
    },
    close: () => socket.close(),
  };
};

let identifier = 0;
const nextIdentifier = (): number => {
  identifier = (identifier + 1) & 255;
  return identifier;
};

/** What an Access-Request of a test names beside the credential. */
type LoginWishes = {
  readonly loginId: string;
  readonly password: string;
  readonly mac?: string;
  readonly nasSessionId?: string;
  readonly more?: readonly Attribute[];
};

/** An Access-Request with a PAP password, signed. */
export const loginRequest = (nas: Nas, wishes: LoginWishes): Uint8Array => {
  const secret: Secret = secretOf(nas.secret);
  const requestAuthenticator = randomBytes(16);
  return request(
    CODE["Access-Request"],
    nextIdentifier(),
    [
      text(ATTRIBUTE["User-Name"], wishes.loginId),
      octets(
        ATTRIBUTE["User-Password"],
        hidePassword(Buffer.from(wishes.password), secret, requestAuthenticator),
      ),
      text(ATTRIBUTE["NAS-Identifier"], nas.nasIdentifier ?? "none"),
      ...(wishes.mac ? [text(ATTRIBUTE["Calling-Station-Id"], wishes.mac)] : []),
      ...(wishes.nasSessionId ? [text(ATTRIBUTE["Acct-Session-Id"], wishes.nasSessionId)] : []),
      ...(wishes.more ?? []),
    ],
    secret,
    { requestAuthenticator },
  );
};

/** One accounting report of a test; octets are split into words by the gateway. */
export type ReportWishes = {
  /** by name, or any number where it has none here */
  readonly status: keyof typeof STATUS_TYPE | number;
  readonly nasSessionId: string;
  readonly classes?: readonly Uint8Array[];
  readonly up?: number;
  readonly down?: number;
  readonly seconds?: number;
  /** epoch ms */
  readonly eventAt?: number;
  readonly withoutGigawords?: boolean;
  readonly more?: readonly Attribute[];
};

const counter = (
  low: number,
  high: number,
  value: number | undefined,
  withoutGigawords: boolean | undefined,
): Attribute[] =>
  value === undefined
    ? []
    : [u32(low, value % 2 ** 32), ...(withoutGigawords ? [] : [u32(high, Math.floor(value / 2 ** 32))])];

/** An Accounting-Request. */
export const reportRequest = (nas: Nas, wishes: ReportWishes): Uint8Array =>
  request(
    CODE["Accounting-Request"],
    nextIdentifier(),
    [
      u32(
        ATTRIBUTE["Acct-Status-Type"],
        typeof wishes.status === "number" ? wishes.status : STATUS_TYPE[wishes.status],
      ),
      text(ATTRIBUTE["NAS-Identifier"], nas.nasIdentifier ?? "none"),
      text(ATTRIBUTE["Acct-Session-Id"], wishes.nasSessionId),
      ...(wishes.classes ?? []).map((value) => octets(ATTRIBUTE["Class"], value)),
      ...counter(
        ATTRIBUTE["Acct-Input-Octets"],
        ATTRIBUTE["Acct-Input-Gigawords"],
        wishes.up,
        wishes.withoutGigawords,
      ),
      ...counter(
        ATTRIBUTE["Acct-Output-Octets"],
        ATTRIBUTE["Acct-Output-Gigawords"],
        wishes.down,
        wishes.withoutGigawords,
      ),
      ...(wishes.seconds === undefined ? [] : [u32(ATTRIBUTE["Acct-Session-Time"], wishes.seconds)]),
      ...(wishes.eventAt === undefined
        ? []
        : [u32(ATTRIBUTE["Event-Timestamp"], Math.floor(wishes.eventAt / 1000))]),
      ...(wishes.more ?? []),
    ],
    secretOf(nas.secret),
  );

/** A person let online through a gateway: the accept, its Class, and how the session is called. */
export type Online = {
  readonly accept: Packet;
  readonly classes: readonly Uint8Array[];
  readonly nasSessionId: string;
};

/** Lets a person online: grant, Access-Request, Accounting Start. */
export const bringOnline = async (
  { world, nas, radius }: House,
  through: Gateway,
  subscriberId: number,
  mac: string,
  nasSessionId: string,
): Promise<Online> => {
  const grant = await issueGrant(world, { subscriberId, nas, mac, clientIp: null, nasSessionId });
  if (grant.kind === "refused") throw new Error(grant.code);
  const accept = await through.ask(radius.authPort, loginRequest(nas, { ...grant, mac, nasSessionId }));
  const classes = accept.all(ATTRIBUTE["Class"]);
  await through.ask(
    radius.acctPort,
    reportRequest(nas, { status: "Start", nasSessionId, classes, eventAt: world.now() }),
  );
  return { accept, classes, nasSessionId };
};
