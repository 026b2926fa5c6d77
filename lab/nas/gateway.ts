import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import type { Association, Credential } from "./association.ts";
import type { Dialect, Occasion } from "./dialects/dialect.ts";
import { dialectOf } from "./dialects/dialects.ts";

/** Lets somebody through, or says why not. */
type LogIn = (
  credential: Credential,
) => Promise<{ readonly accepted: true } | { readonly accepted: false; readonly message: string | null }>;

/** What the gateway does for the pages it serves. */
export type GatewayActions = {
  /** the phone as it stands now; another one once a session has ended */
  readonly association: () => Association;
  readonly logIn: LogIn;
  readonly logOut: () => void;
  readonly isOnline: () => boolean;
};

/** The small web server of a gateway: redirects to the portal, takes the login. */
export type Gateway = { readonly origin: string; readonly close: () => Promise<void> };

const LONGEST_BODY = 4_096;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  for await (const chunk of request.setEncoding("latin1")) {
    body += chunk;
    if (body.length > LONGEST_BODY) break;
  }
  return body;
};

const goTo = (response: ServerResponse, location: string): void => {
  response.writeHead(302, { location, "cache-control": "no-store", "content-length": "0" }).end();
};

type Scene = {
  readonly association: Association;
  readonly dialect: Dialect;
  readonly origin: string;
  readonly actions: GatewayActions;
};

const logIn = async (
  { association, dialect, origin, actions }: Scene,
  fields: URLSearchParams,
): Promise<string> => {
  const failed = (message: string | null): string =>
    dialect.redirect(association, origin, {
      kind: "failed",
      message,
      userName: fields.get("username") ?? "",
    });
  const credential = dialect.credential(association, fields);
  if (!credential) return failed(null);
  const outcome = await actions.logIn(credential);
  return outcome.accepted ? dialect.afterLogin(association, origin, fields) : failed(outcome.message);
};

const occasionOf = ({ actions }: Scene): Occasion =>
  actions.isOnline() ? { kind: "already" } : { kind: "new" };

/** Where a request is sent on to. */
const next = async (scene: Scene, request: IncomingMessage): Promise<string> => {
  const { association, dialect, origin, actions } = scene;
  const target = new URL(request.url ?? "/", origin);
  const isLogin = target.pathname === dialect.loginPath;
  if (isLogin && request.method === "POST") return logIn(scene, new URLSearchParams(await bodyOf(request)));
  if (isLogin && target.searchParams.has("username")) return logIn(scene, target.searchParams);
  if (target.pathname === "/logoff" || target.pathname === "/logout") {
    actions.logOut();
    return dialect.redirect(actions.association(), origin, { kind: "logoff" });
  }
  return dialect.redirect(association, origin, occasionOf(scene));
};

/**
 * Opens the gateway of one association on a loopback port the system chooses.
 *
 * Any address but its own login and logout sends the browser to the portal, as a captive gateway does.
 */
export const openGateway = async (kind: NasKind, actions: GatewayActions): Promise<Gateway> => {
  const dialect = dialectOf(VENDORS[kind].dialect);
  const server = createServer((request, response) => {
    const scene: Scene = { association: actions.association(), dialect, origin, actions };
    next(scene, request).then(
      (location) => goTo(response, location),
      () => response.writeHead(502).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
