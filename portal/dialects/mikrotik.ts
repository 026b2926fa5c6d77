import { createHash } from "node:crypto";
import { type Dialect, disbelieved, phaseOf } from "./dialect.ts";
import { allowedLoginUrl, atGateway } from "./login-origin.ts";
import { offered } from "./original-url.ts";
import { ipOf, isMalformed, LONGEST_QUERY, macOf, parametersOf, saidLogin } from "./parameters.ts";

/**
 * Octets RouterOS writes as text: a backslash and three octal digits stand for one, any other character for its code.
 *
 * @param length  octets there must be
 * @returns hex; null when the text holds something else
 */
export const octalText = (text: string, length: number): string | null => {
  const octets = Array.from(text.matchAll(/\\([0-3][0-7]{2})|[\s\S]/g), ([character, octal]) =>
    octal === undefined ? character.charCodeAt(0) : Number.parseInt(octal, 8),
  );
  return octets.length === length && octets.every((octet) => octet < 256)
    ? Buffer.from(octets).toString("hex")
    : null;
};

/**
 * What RouterOS takes as an http-chap password: MD5(identifier ‖ password ‖ challenge), lower-case hex; it repeats it
 * to RADIUS as CHAP (RFC 1994 section 4.1).
 */
export const httpChap = (chapId: string, password: string, challenge: string): string =>
  createHash("md5")
    .update(Buffer.from(chapId, "hex"))
    .update(password)
    .update(Buffer.from(challenge, "hex"))
    .digest("hex");

/** MikroTik RouterOS hotspot: our login page on the router forwards its variables; the browser posts back to it. */
export const mikrotik: Dialect = {
  read: (arrival, nas) => {
    if (arrival.rawQuery.length > LONGEST_QUERY) return disbelieved("redirect_malformed");
    const read = parametersOf(arrival.rawQuery, arrival.form);
    const login = read("link-login-only");
    if (login === null) return disbelieved("redirect_incomplete");
    const mac = macOf(read("mac") ?? "");
    const chapId = octalText(read("chap-id") ?? "", 1);
    const challenge = octalText(read("chap-challenge") ?? "", 16);
    if (isMalformed(read("mac"), mac) || isMalformed(read("chap-id"), chapId && challenge))
      return disbelieved("redirect_malformed");
    const loginUrl = allowedLoginUrl(login, nas.loginOrigins);
    if (loginUrl === null) return disbelieved("redirect_foreign_login");
    return {
      kind: "context",
      context: {
        phase: read("error") === null ? (phaseOf(read("res")) ?? "new") : "failed",
        mac,
        ip: ipOf(read("ip")),
        // RouterOS's $(session-id) is its web page's own, not the Acct-Session-Id
        nasSessionId: null,
        ...saidLogin(read("username")),
        loginUrl,
        challenge: chapId && challenge,
        chapId,
        originalUrl: offered(read("link-orig"), arrival.ownHosts),
        signed: false,
      },
    };
  },

  entrance: (nas) => atGateway(nas.loginOrigins, "/login", ""),

  handOver: ({ loginUrl, challenge, chapId }, _nas, { loginId, password }, returnUrl) => ({
    kind: "form",
    url: loginUrl,
    fields: {
      username: loginId,
      password: challenge === null || chapId === null ? password : httpChap(chapId, password, challenge),
      dst: returnUrl,
      popup: "false",
    },
  }),
};
