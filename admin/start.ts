import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyParser } from "@koa/bodyparser";
import etag from "@koa/etag";
import Koa from "koa";
import compress from "koa-compress";
import type { Program, World } from "#access/runtime/world";
import { answerFaults } from "./api/faults.ts";
import { securityHeaders } from "./api/headers.ts";
import { describeRoutes } from "./api/openapi.ts";
import { REFUSALS } from "./api/refusals.ts";
import { ROUTES } from "./api/routes.ts";
import { serve } from "./api/serve.ts";
import { openMetrics } from "./metrics.ts";
import { panelFiles } from "./panel-files.ts";
import { ensureFirst } from "./staff/first.ts";

/** The running panel; the first administrator's sign-in is there until somebody has used it. */
export type Admin = Program & {
  readonly url: string;
  readonly firstLogin?: string;
  readonly firstPassword?: string;
};

/** Polling costs nothing while nothing changes (RFC 9110 section 13.1.2). */
const unchanged: Koa.Middleware = async (context, next) => {
  await next();
  if (!context.fresh) return;
  context.status = 304;
  context.body = null;
};

const applicationOf = (world: World): Koa => {
  const app = new Koa();
  const metrics = openMetrics();
  const description = describeRoutes(ROUTES);
  app.silent = true; // answerFaults logs
  app.use(metrics.measure);
  app.use(securityHeaders(world.settings));
  app.use(answerFaults(world));
  app.use(compress({ threshold: 1024, br: false }));
  app.use(unchanged);
  app.use(etag());
  app.use(async (context, next) => {
    if (context.path === "/healthz") context.body = "ok\n";
    else if (context.path === "/metrics") {
      context.type = metrics.contentType;
      context.body = await metrics.text();
    } else if (context.path === "/api/openapi.json") context.body = description;
    else await next();
  });
  app.use(async (context, next) => {
    if (context.path.startsWith("/api/")) context.set("Cache-Control", "private, no-cache");
    await next();
  });
  app.use(bodyParser({ enableTypes: ["json"], jsonLimit: "32kb" }));
  app.use(serve(ROUTES, world).routes());
  app.use(panelFiles());
  app.use((context) => {
    context.status = REFUSALS.not_found;
    context.body = { code: "not_found", fields: {} };
  });
  return app;
};

/** Slow or silent clients are let go, so that they cannot pile up. */
const serverOf = (app: Koa): Server => {
  const answer = app.callback();
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 30_000 },
    (request, response) => void answer(request, response), // Koa answers its own faults
  );
  server.maxConnections = 1_000;
  return server;
};

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });

/** Starts the staff's panel and its API on ADMIN_HOST and ADMIN_PORT. */
export const start = async (world: World): Promise<Admin> => {
  const first = await ensureFirst(world);
  const server = serverOf(applicationOf(world));
  const host = world.settings.ADMIN_HOST;
  const port = await listening(server, world.settings.ADMIN_PORT, host);
  return {
    name: "admin",
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    stop: () => closed(server),
    ...(first && { firstLogin: first.login, firstPassword: first.password }),
  };
};
