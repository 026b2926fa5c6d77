import type { Association, Credential } from "../association.ts";
import { dashed } from "../family.ts";
import { type Dialect, type Occasion, portalOf } from "./dialect.ts";

const redirect = (association: Association, origin: string, occasion: Occasion): string => {
  const { nas, mac, ip, originalUrl } = association;
  const parameters = new URLSearchParams({
    client_mac: dashed(mac),
    client_ip: ip,
    ap_mac: "00-11-22-33-44-55",
    ssid: nas.slug,
    login_url: `${origin}/login`,
    continue_url: originalUrl,
  });
  if (occasion.kind === "failed") {
    parameters.set("error", occasion.message ?? "login failed");
    parameters.set("username", occasion.userName);
  } else if (occasion.kind !== "new") parameters.set("res", occasion.kind);
  return `${portalOf(association)}?${parameters}`;
};

const credential = (_association: Association, fields: URLSearchParams): Credential | undefined => {
  const userName = fields.get("username");
  const password = fields.get("password");
  return userName && password ? { kind: "pap", userName, password } : undefined;
};

/** The post-back most controllers know: user name and password in a form post to the address they named. */
export const generic: Dialect = {
  loginPath: "/login",
  loginMethod: "POST",
  redirect,
  credential,
  afterLogin: (association, origin, fields) =>
    fields.get("continue_url") || redirect(association, origin, { kind: "success" }),
};
