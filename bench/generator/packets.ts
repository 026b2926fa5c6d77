import { randomFillSync } from "node:crypto";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { type Attribute, octets, request, text, u32 } from "#radius-server/protocol/write";
import { nasIdentifier, SECRET } from "../people.ts";
import type { Session } from "./session.ts";

/** What a request of a session is. */
export type Kind = "login" | "start" | "interim" | "stop";

const secret = secretOf(SECRET);
const ADDRESS = Uint8Array.of(127, 0, 0, 1);
const WIRELESS = 19;

const common = ({ login, sessionId }: Session): Attribute[] => [
  text(ATTRIBUTE["User-Name"], login.userName),
  octets(ATTRIBUTE["NAS-IP-Address"], ADDRESS),
  text(ATTRIBUTE["NAS-Identifier"], nasIdentifier(login.nas)),
  u32(ATTRIBUTE["NAS-Port"], login.nas),
  u32(ATTRIBUTE["NAS-Port-Type"], WIRELESS),
  text(ATTRIBUTE["Calling-Station-Id"], login.callingStationId),
  text(ATTRIBUTE["Called-Station-Id"], "02-00-00-00-00-01:bench"),
  text(ATTRIBUTE["Acct-Session-Id"], sessionId),
  octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.of(10, 0, login.subscriberId >> 8, login.subscriberId)),
];

const accessRequest = (session: Session, identifier: number): Uint8Array => {
  const requestAuthenticator = randomFillSync(new Uint8Array(16));
  const password = hidePassword(Buffer.from(session.login.password), secret, requestAuthenticator);
  const attributes = [...common(session), octets(ATTRIBUTE["User-Password"], password)];
  return request(CODE["Access-Request"], identifier, attributes, secret, { requestAuthenticator });
};

const STATUS: Readonly<Record<Exclude<Kind, "login">, number>> = {
  start: STATUS_TYPE.Start,
  interim: STATUS_TYPE["Interim-Update"],
  stop: STATUS_TYPE.Stop,
};

const report = (session: Session, kind: Exclude<Kind, "login">, identifier: number): Uint8Array =>
  request(
    CODE["Accounting-Request"],
    identifier,
    [
      u32(ATTRIBUTE["Acct-Status-Type"], STATUS[kind]),
      ...common(session),
      ...(session.ticket ? [octets(ATTRIBUTE["Class"], session.ticket)] : []),
      u32(ATTRIBUTE["Event-Timestamp"], Math.floor(Date.now() / 1000)),
      u32(ATTRIBUTE["Acct-Session-Time"], session.seconds),
      u32(ATTRIBUTE["Acct-Input-Octets"], session.up % 2 ** 32),
      u32(ATTRIBUTE["Acct-Input-Gigawords"], Math.floor(session.up / 2 ** 32)),
      u32(ATTRIBUTE["Acct-Output-Octets"], session.down % 2 ** 32),
      u32(ATTRIBUTE["Acct-Output-Gigawords"], Math.floor(session.down / 2 ** 32)),
      ...(kind === "stop" ? [u32(ATTRIBUTE["Acct-Terminate-Cause"], 1)] : []),
    ],
    secret,
  );

/** A request of a session as it stands, signed as a NAS signs it. */
export const packetOf = (session: Session, kind: Kind, identifier: number): Uint8Array =>
  kind === "login" ? accessRequest(session, identifier) : report(session, kind, identifier);

/** Whether a reply says what it must: of a login, an accept with a Session-Timeout. */
export const isRight = (reply: Packet, kind: Kind): boolean =>
  kind === "login"
    ? reply.code === CODE["Access-Accept"] && reply.u32(ATTRIBUTE["Session-Timeout"]) !== undefined
    : reply.code === CODE["Accounting-Response"];

/**
 * Reads the reply to a request and checks its authenticators.
 *
 * @returns undefined when it is no reply to this request: forged, or late from an older one of the same identifier
 */
export const replyTo = (datagram: Uint8Array, asked: Uint8Array): Packet | undefined => {
  const reply = parse(datagram);
  if ("malformed" in reply) return undefined;
  return replyIsAuthentic(reply, asked.subarray(4, 20), secret) ? reply : undefined;
};
