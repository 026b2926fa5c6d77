import { type Dialect, disbelieved, phaseOf } from "./dialect.ts";
import { allowedLoginUrl, atGateway } from "./login-origin.ts";
import { offered } from "./original-url.ts";
import { ipOf, isMalformed, LONGEST_QUERY, macOf, parametersOf, saidLogin } from "./parameters.ts";

/** A WISPr-style post-back: the gateway names its login address, the browser posts name and password to it. */
export const generic: Dialect = {
  read: (arrival, nas) => {
    if (arrival.rawQuery.length > LONGEST_QUERY) return disbelieved("redirect_malformed");
    const read = parametersOf(arrival.rawQuery, arrival.form);
    const login = read("login_url");
    if (login === null) return disbelieved("redirect_incomplete");
    const mac = macOf(read("client_mac") ?? "");
    if (isMalformed(read("client_mac"), mac)) return disbelieved("redirect_malformed");
    const loginUrl = allowedLoginUrl(login, nas.loginOrigins);
    if (loginUrl === null) return disbelieved("redirect_foreign_login");
    return {
      kind: "context",
      context: {
        phase: read("error") === null ? (phaseOf(read("res")) ?? "new") : "failed",
        mac,
        ip: ipOf(read("client_ip")),
        nasSessionId: null,
        ...saidLogin(read("username")),
        loginUrl,
        challenge: null,
        chapId: null,
        originalUrl: offered(read("continue_url"), arrival.ownHosts),
        signed: false,
      },
    };
  },

  entrance: (nas) => atGateway(nas.loginOrigins, "/", ""),

  handOver: ({ loginUrl }, _nas, { loginId, password }, returnUrl) => ({
    kind: "form",
    url: loginUrl,
    fields: { username: loginId, password, continue_url: returnUrl },
  }),
};
