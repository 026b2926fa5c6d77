import { createHash } from "node:crypto";
import type { Association, Credential } from "../association.ts";
import { dashed } from "../family.ts";
import { type Dialect, type Occasion, portalOf } from "./dialect.ts";

const md5 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Percent-encoding with lower-case hex, as chilli writes it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());

/** What both ends hash with: the challenge mixed with the UAM secret. */
export const mixedChallenge = (challenge: Buffer, secret: string | null): Buffer =>
  secret === null ? challenge : md5(challenge, secret);

const RES: Readonly<Record<Occasion["kind"], string>> = {
  new: "notyet",
  success: "success",
  already: "already",
  logoff: "logoff",
  failed: "failed",
};

const reasonOf = (occasion: Occasion): [string, string][] =>
  occasion.kind === "failed"
    ? [
        ["reason", "reject"],
        ...(occasion.message === null ? [] : [["reply", occasion.message] as [string, string]]),
      ]
    : [];

/** The redirect's parameters in chilli's own order (src/redir.c), `md` last. */
const redirect = (association: Association, origin: string, occasion: Occasion): string => {
  const { nas, mac, ip, sessionId, challenge, originalUrl } = association;
  const waiting = occasion.kind !== "success" && occasion.kind !== "already";
  const parameters: [string, string][] = [
    ["res", RES[occasion.kind]],
    ...reasonOf(occasion),
    ["uamip", new URL(origin).hostname],
    ["uamport", new URL(origin).port],
    ...(waiting ? [["challenge", challenge.toString("hex")] as [string, string]] : []),
    ["called", "00-11-22-33-44-55"],
    ["mac", dashed(mac)],
    ["ip", ip],
    ["nasid", nas.nasIdentifier ?? ""],
    ["sessionid", sessionId],
    ["userurl", originalUrl],
  ];
  const text = `${portalOf(association)}?${parameters.map(([name, value]) => `${name}=${encoded(value)}`).join("&")}`;
  return nas.portalSecret === null
    ? text
    : `${text}&md=${md5(text, nas.portalSecret).toString("hex").toUpperCase()}`;
};

const unhidden = (hidden: Buffer, pad: Buffer): string =>
  Buffer.from(hidden.map((octet, index) => octet ^ (pad[index % pad.length] ?? 0))).toString("latin1");

const credential = ({ nas, challenge }: Association, fields: URLSearchParams): Credential | undefined => {
  const userName = fields.get("username");
  if (!userName) return undefined;
  const mixed = mixedChallenge(challenge, nas.portalSecret);
  const response = fields.get("response");
  if (response && /^[0-9a-f]{32}$/i.test(response)) {
    return {
      kind: "chap",
      userName,
      identifier: 0,
      response: Buffer.from(response, "hex"),
      challenge: mixed,
    };
  }
  const password = fields.get("password");
  return password
    ? { kind: "pap", userName, password: unhidden(Buffer.from(password, "hex"), mixed) }
    : undefined;
};

/** CoovaChilli's UAM: a signed redirect, and a GET to `/logon` with a challenge's response. */
export const uam: Dialect = {
  loginPath: "/logon",
  loginMethod: "GET",
  redirect,
  credential,
  afterLogin: (association, origin) => redirect(association, origin, { kind: "success" }),
};
