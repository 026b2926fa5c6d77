import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { HEADER } from "#radius-server/protocol/framing";
import { beginHmac, finishHmac } from "#radius-server/protocol/hmac";
import { add, begin, finish } from "#radius-server/protocol/md5";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import type { Kind, Session } from "./session.ts";
import { AT, secret, setLength } from "./templates.ts";

type ReportKind = Exclude<Kind, "login">;

const STATUS: Readonly<Record<ReportKind, number>> = {
  start: STATUS_TYPE.Start,
  interim: STATUS_TYPE["Interim-Update"],
  stop: STATUS_TYPE.Stop,
};
const USER_REQUEST = [ATTRIBUTE["Acct-Terminate-Cause"], 6, 0, 0, 0, 1] as const;
const GIGAWORD = 2 ** 32;

const put32 = (packet: Uint8Array, at: number, number: number): void => {
  packet[at] = number >>> 24;
  packet[at + 1] = number >>> 16;
  packet[at + 2] = number >>> 8;
  packet[at + 3] = number;
};

/** Appends an attribute to the reports of a session. */
const append = (session: Session, attribute: ArrayLike<number>): void => {
  const end = session.report.length;
  session.room.set(attribute, end);
  session.report = session.room.subarray(0, end + attribute.length);
  setLength(session.room, end + attribute.length);
};

/** Takes over the Class of an Access-Accept, to be sent with every report. @param ticket the whole attribute */
export const keepTicket = (session: Session, ticket: Uint8Array): void => append(session, ticket);

const signedLogin = ({ login }: Session): Uint8Array => {
  login.fill(0, AT.messageAuthenticator, AT.messageAuthenticator + 16);
  beginHmac(secret.pads);
  add(login);
  finishHmac(secret.pads, login, AT.messageAuthenticator);
  return login;
};

const signedReport = (session: Session, kind: ReportKind): Uint8Array => {
  if (kind === "stop") append(session, USER_REQUEST);
  const { report } = session;
  put32(report, AT.statusType, STATUS[kind]);
  put32(report, AT.timestamp, Date.now() / 1000);
  put32(report, AT.seconds, session.seconds);
  put32(report, AT.up, session.up % GIGAWORD);
  put32(report, AT.upGigawords, session.up / GIGAWORD);
  put32(report, AT.down, session.down % GIGAWORD);
  put32(report, AT.downGigawords, session.down / GIGAWORD);
  report.fill(0, 4, HEADER);
  begin();
  add(report);
  add(secret.octets);
  finish(report, 4);
  return report;
};

/**
 * The request a session has under way as it stands, signed as a NAS signs it.
 *
 * @returns the session's own octets, good until its next request
 */
export const packetOf = (session: Session, identifier: number): Uint8Array => {
  const { kind } = session;
  if (kind === "login") {
    session.login[1] = identifier;
    return signedLogin(session);
  }
  session.room[1] = identifier;
  return signedReport(session, kind);
};
