import { randomBytes } from "node:crypto";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { HEADER } from "#radius-server/protocol/framing";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { accountOf, grantOf, type Login, nasIdentifier, SECRET } from "../people.ts";
import type { Aim } from "./order.ts";
import type { Session } from "./session.ts";

/** What every NAS shares with the servers, ready for signing. */
export const secret = secretOf(SECRET);

/** Where values lie in each Access-Request and Accounting-Request; what varies in length comes behind. */
export const AT = {
  messageAuthenticator: HEADER + 2,
  statusType: HEADER + 2,
  timestamp: HEADER + 8,
  seconds: HEADER + 14,
  up: HEADER + 20,
  upGigawords: HEADER + 26,
  down: HEADER + 32,
  downGigawords: HEADER + 38,
} as const;

/** The numbers of a report, in the order of `AT`. */
const NUMBERS = [
  ATTRIBUTE["Acct-Status-Type"],
  ATTRIBUTE["Event-Timestamp"],
  ATTRIBUTE["Acct-Session-Time"],
  ATTRIBUTE["Acct-Input-Octets"],
  ATTRIBUTE["Acct-Input-Gigawords"],
  ATTRIBUTE["Acct-Output-Octets"],
  ATTRIBUTE["Acct-Output-Gigawords"],
] as const;

const AUTHENTICATOR = 16;
const LOGIN_ROOM = 192;
/** A Class of any length fits, and what a Stop adds. */
const REPORT_ROOM = 512;
const LOOPBACK = "\x7f\x00\x00\x01";
const WIRELESS = "\x00\x00\x00\x13";
const CALLED = "02-00-00-00-00-01:bench";

/** Writes an attribute of one-octet characters. @returns where the next one goes */
const put = (packet: Buffer, at: number, type: number, value: string): number => {
  packet[at] = type;
  packet[at + 1] = value.length + 2;
  return at + 2 + packet.write(value, at + 2, "latin1");
};

const fourOctets = (number: number): string =>
  String.fromCharCode(number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255);

/** Says in its header how long a packet is. */
export const setLength = (packet: Uint8Array, length: number): void => {
  packet[2] = length >> 8;
  packet[3] = length & 255;
};

type Who = { readonly login: Login; readonly sessionId: string };

const finished = (room: Buffer, from: number, { login, sessionId }: Who): Buffer => {
  const common: readonly (readonly [number, string])[] = [
    [ATTRIBUTE["User-Name"], login.userName],
    [ATTRIBUTE["NAS-IP-Address"], LOOPBACK],
    [ATTRIBUTE["NAS-Identifier"], nasIdentifier(login.nas)],
    [ATTRIBUTE["NAS-Port"], fourOctets(login.nas)],
    [ATTRIBUTE["NAS-Port-Type"], WIRELESS],
    [ATTRIBUTE["Calling-Station-Id"], login.callingStationId],
    [ATTRIBUTE["Called-Station-Id"], CALLED],
    [ATTRIBUTE["Acct-Session-Id"], sessionId],
    [ATTRIBUTE["Framed-IP-Address"], fourOctets((10 << 24) | (login.subscriberId & 0xffff))],
  ];
  const end = common.reduce((at, [type, value]) => put(room, at, type, value), from);
  setLength(room, end);
  return room.subarray(0, end);
};

const accessRequest = (room: Buffer, who: Who, authenticator: Uint8Array): Buffer => {
  const hidden = hidePassword(Buffer.from(who.login.password, "latin1"), secret, authenticator);
  room[0] = CODE["Access-Request"];
  room.set(authenticator, 4);
  const unsigned = put(room, HEADER, ATTRIBUTE["Message-Authenticator"], "\0".repeat(16));
  const from = put(room, unsigned, ATTRIBUTE["User-Password"], Buffer.from(hidden).toString("latin1"));
  return finished(room, from, who);
};

const accountingRequest = (room: Buffer, who: Who): Buffer => {
  room[0] = CODE["Accounting-Request"];
  const from = NUMBERS.reduce((at, type) => put(room, at, type, "\0\0\0\0"), HEADER);
  return finished(room, from, who);
};

const sessionOf = (who: Who, login: Buffer, room: Buffer): Session => ({
  subscriberId: who.login.subscriberId,
  login,
  room,
  report: accountingRequest(room, who),
  kind: "login",
  isUnderWay: false,
  seconds: 0,
  up: 0,
  down: 0,
  acknowledgedUp: 0,
  acknowledgedDown: 0,
  stage: 0,
});

/** The sessions that so many logins begin, with their packets in two blocks of memory. */
export const sessionsOf = (aim: Aim, firstLogin: number, count: number): Session[] => {
  const loginOf = aim.by === "grant" ? grantOf : accountOf;
  const logins = Buffer.alloc(count * LOGIN_ROOM);
  const reports = Buffer.alloc(count * REPORT_ROOM);
  const chance = randomBytes(count * AUTHENTICATOR);
  const part = (block: Buffer, index: number, size: number) =>
    block.subarray(index * size, (index + 1) * size);
  return Array.from({ length: count }, (_, index) => {
    const number = firstLogin + index;
    const who = { login: loginOf(number, aim.subscribers), sessionId: number.toString(16).padStart(16, "0") };
    const login = accessRequest(part(logins, index, LOGIN_ROOM), who, part(chance, index, AUTHENTICATOR));
    return sessionOf(who, login, part(reports, index, REPORT_ROOM));
  });
};
