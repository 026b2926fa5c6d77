import type { Nas } from "#access/nas/nas";
import {
  type Arrival,
  type Dialect,
  disbelieved,
  type GatewayContext,
  phaseOf,
  type Reading,
} from "./dialect.ts";
import { allowedLoginUrl, atGateway } from "./login-origin.ts";
import { offered } from "./original-url.ts";
import {
  ipOf,
  isMalformed,
  LONGEST_QUERY,
  macOf,
  type Parameters,
  parametersOf,
  sessionIdOf,
} from "./parameters.ts";
import { chapAnswer, sharedChallenge, vouchedQuery } from "./uam-answer.ts";

/** The gateway's own https address when it names an allowed one, else `uamip:uamport` over http. */
const loginUrl = (read: Parameters, nas: Nas): string | null => {
  const ssl = read("ssl");
  const secure = ssl && allowedLoginUrl(ssl.includes("://") ? ssl : `https://${ssl}`, nas.loginOrigins);
  if (secure) return new URL("/logon", secure).href;
  const host = read("uamip") ?? "";
  const port = read("uamport") ?? "3990";
  return allowedLoginUrl(`http://${host.includes(":") ? `[${host}]` : host}:${port}/logon`, nas.loginOrigins);
};

const challengeOf = (text: string | null): string | null =>
  text !== null && /^[0-9a-fA-F]{32}$/.test(text) ? text.toLowerCase() : null;

const reading = (read: Parameters, arrival: Arrival, nas: Nas, signed: boolean): Reading<GatewayContext> => {
  const phase = phaseOf(read("res"));
  if (phase === undefined || read("uamip") === null) return disbelieved("redirect_incomplete");
  const mac = macOf(read("mac") ?? "");
  const challenge = challengeOf(read("challenge"));
  if (isMalformed(read("mac"), mac) || isMalformed(read("challenge"), challenge))
    return disbelieved("redirect_malformed");
  const login = loginUrl(read, nas);
  if (login === null) return disbelieved("redirect_foreign_login");
  return {
    kind: "context",
    context: {
      phase,
      mac,
      ip: ipOf(read("ip")),
      nasSessionId: sessionIdOf(read("sessionid")),
      loginUrl: login,
      challenge,
      chapId: challenge && "00",
      originalUrl: offered(read("userurl"), arrival.ownHosts),
      signed,
    },
  };
};

/** CoovaChilli and its relatives: redirect in, GET to `/logon` with a CHAP answer out. */
export const uam: Dialect = {
  read: (arrival, nas) => {
    if (arrival.rawQuery === "") return disbelieved("redirect_incomplete");
    if (arrival.rawQuery.length > LONGEST_QUERY) return disbelieved("redirect_malformed");
    if (nas.portalSecret === null) return reading(parametersOf(arrival.rawQuery), arrival, nas, false);
    const vouched = vouchedQuery(arrival.rawQuery, arrival.portalUrl, nas.portalSecret);
    if (vouched.kind === "unsigned") return disbelieved("redirect_unsigned");
    if (vouched.kind === "forged") return disbelieved("redirect_forged");
    return reading(parametersOf(vouched.query), arrival, nas, true);
  },

  entrance: (nas) => atGateway(nas.loginOrigins, "/prelogin", "3990"),

  handOver: (context, nas, token) => {
    const url = new URL(context.loginUrl);
    url.searchParams.set("username", token.loginId);
    if (context.challenge === null) url.searchParams.set("password", token.password);
    else
      url.searchParams.set(
        "response",
        chapAnswer(token.password, sharedChallenge(context.challenge, nas.portalSecret)),
      );
    return { kind: "redirect", url: url.href };
  },
};
