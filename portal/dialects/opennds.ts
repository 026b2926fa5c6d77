import { createHash } from "node:crypto";
import type { Nas } from "#access/nas/nas";
import { type Arrival, type Dialect, disbelieved, type GatewayContext, type Reading } from "./dialect.ts";
import { allowedLoginUrl, atGateway } from "./login-origin.ts";
import { offered } from "./original-url.ts";
import { ipOf, isMalformed, LONGEST_QUERY, macOf, type Parameters } from "./parameters.ts";

/** Where openNDS listens unless told otherwise. */
const PORT = "2050";

/**
 * What openNDS says of a device at FAS security level 1: base64 of `name=value` parts, a comma and a space between
 * them; values it took from elsewhere are URL-encoded.
 */
const partsOf = (fas: string): Parameters => {
  const parts = Buffer.from(fas, "base64")
    .toString("utf8")
    .split(", ")
    .map((part): [string, string] => {
      const at = part.indexOf("=");
      return [part.slice(0, Math.max(0, at)), part.slice(at + 1)];
    });
  return (name) => parts.find(([known]) => known === name)?.[1] || null;
};

const decoded = (text: string | null): string | null => {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * What openNDS takes as proof that the portal let a device in: SHA-256(hid ‖ faskey), lower-case hex.
 *
 * @param hid  64 hex digits the gateway gave the device
 */
export const proofOf = (hid: string, faskey: string): string =>
  createHash("sha256").update(hid).update(faskey).digest("hex");

/** Name and password as one text for the gateway's script: letters and digits only, also in base64. */
export const customOf = ({ loginId, password }: { loginId: string; password: string }): string =>
  Buffer.from(loginId + password, "latin1").toString("base64");

const reading = (read: Parameters, { ownHosts }: Arrival, { loginOrigins }: Nas): Reading<GatewayContext> => {
  const address = read("gatewayaddress");
  const hid = read("hid");
  const mac = macOf(read("clientmac") ?? "");
  if (address === null || hid === null) return disbelieved("redirect_incomplete");
  if (!/^[0-9a-f]{64}$/.test(hid) || isMalformed(read("clientmac"), mac))
    return disbelieved("redirect_malformed");
  const loginUrl = allowedLoginUrl(`http://${address}/opennds_auth/`, loginOrigins);
  if (loginUrl === null) return disbelieved("redirect_foreign_login");
  return {
    kind: "context",
    context: {
      phase: "new",
      mac,
      ip: ipOf(read("clientip")),
      nasSessionId: null,
      loginUrl,
      challenge: hid,
      chapId: null,
      originalUrl: offered(decoded(read("originurl")), ownHosts),
      signed: false,
    },
  };
};

/**
 * openNDS with its forwarding authentication service (FAS) at security level 1: redirect in; GET to the gateway with
 * a proof and the grant out, after which the gateway asks the portal itself (`portal/opennds/`).
 */
export const opennds: Dialect = {
  read: (arrival, nas) => {
    if (arrival.rawQuery.length > LONGEST_QUERY) return disbelieved("redirect_malformed");
    const fas = new URLSearchParams(arrival.rawQuery).get("fas");
    if (fas === null) return disbelieved("redirect_incomplete");
    if (!/^[A-Za-z0-9+/ ]+={0,2}$/.test(fas)) return disbelieved("redirect_malformed");
    // Without the key nothing could be proved to the gateway.
    if (nas.portalSecret === null) return disbelieved("redirect_unsigned");
    // A plus sign of base64 arrives as the space it stands for in a query.
    const read = partsOf(fas.replaceAll(" ", "+"));
    return reading(read, arrival, nas);
  },

  entrance: (nas) => atGateway(nas.loginOrigins, "/", PORT),

  handOver: (context, nas, token, returnUrl) => {
    const url = new URL(context.loginUrl);
    url.searchParams.set("tok", proofOf(context.challenge ?? "", nas.portalSecret ?? ""));
    url.searchParams.set("redir", returnUrl);
    url.searchParams.set("custom", customOf(token));
    return { kind: "redirect", url: url.href };
  },
};
