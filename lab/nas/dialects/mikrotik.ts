import type { Association, Credential } from "../association.ts";
import { coloned } from "../family.ts";
import { type Dialect, type Occasion, portalOf } from "./dialect.ts";

/** Octets as RouterOS prints them into its pages: a backslash and three octal digits each. */
export const octal = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("");

const redirect = (association: Association, origin: string, occasion: Occasion): string => {
  const { nas, mac, ip, originalUrl, chapId, challenge } = association;
  const parameters = new URLSearchParams({
    mac: coloned(mac),
    ip,
    identity: nas.nasIdentifier ?? nas.slug,
    "server-name": "hotspot1",
    "link-login-only": `${origin}/login`,
    "link-logout": `${origin}/logout`,
    "link-orig": originalUrl,
    error: occasion.kind === "failed" ? (occasion.message ?? "invalid username or password") : "",
    username: occasion.kind === "failed" ? occasion.userName : "",
    "chap-id": octal(Uint8Array.of(chapId)),
    "chap-challenge": octal(challenge),
  });
  if (occasion.kind !== "new" && occasion.kind !== "failed") parameters.set("res", occasion.kind);
  return `${portalOf(association)}?${parameters}`;
};

const credential = ({ chapId, challenge }: Association, fields: URLSearchParams): Credential | undefined => {
  const userName = fields.get("username");
  const password = fields.get("password");
  if (!userName || !password) return undefined;
  return /^[0-9a-f]{32}$/.test(password)
    ? { kind: "chap", userName, identifier: chapId, response: Buffer.from(password, "hex"), challenge }
    : { kind: "pap", userName, password };
};

/** MikroTik's hotspot: a form post to `/login`, the password hashed by http-chap. */
export const mikrotik: Dialect = {
  loginPath: "/login",
  loginMethod: "POST",
  redirect,
  credential,
  afterLogin: (association, origin, fields) =>
    fields.get("dst") || redirect(association, origin, { kind: "success" }),
};
