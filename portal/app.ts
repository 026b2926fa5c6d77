import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import Koa, { type Middleware } from "koa";
import compress from "koa-compress";
import { type Directives, securityHeaders } from "#access/web/security-headers";
import type { House } from "./actions/stage.ts";
import { answerGateway } from "./opennds/answer-gateway.ts";
import { SCRIPT_SOURCES, STYLE_SOURCE } from "./pages/style.ts";
import { captiveApi } from "./routes/captive-api.ts";
import { catchFaults } from "./routes/catch-faults.ts";
import { limitOpenings } from "./routes/limit-openings.ts";
import { openVisit } from "./routes/open-visit.ts";
import { getVisit, postVisit } from "./routes/visit.ts";

/** Only what the page brings itself may style and run; forms may go here and to the one gateway. */
const directives = (state: Readonly<Record<string, unknown>>): Directives => ({
  "default-src": ["'none'"],
  "style-src": [STYLE_SOURCE],
  "script-src": SCRIPT_SOURCES,
  "img-src": ["data:"],
  "base-uri": ["'none'"],
  "form-action": ["'self'", ...((state["formTargets"] as string[] | undefined) ?? [])], // set by showVisit and follow
});

const unkept: Middleware = async (ctx, next) => {
  ctx.set("Cache-Control", "no-store");
  await next();
};

/** Every address of the portal; what phones probe to find out whether they are online is not among them. */
const routes = (house: House): Router => {
  const { world } = house;
  const router = new Router();
  router.get("/healthz", async (ctx) => {
    await Promise.all([world.redis.ping(), world.database.raw("select 1")]);
    ctx.body = { ok: true };
  });
  router.get("/capport/:slug", (ctx) => captiveApi(ctx, world, ctx.params["slug"] ?? ""));
  router.post("/opennds/:slug", (ctx) => answerGateway(ctx, world, ctx.params["slug"] ?? ""));
  router.get("/v/:token", (ctx) => getVisit(ctx, house, ctx.params["token"] ?? ""));
  router.post("/v/:token/:action", (ctx) =>
    postVisit(ctx, house, ctx.params["token"] ?? "", ctx.params["action"] ?? ""),
  );
  const open: Middleware = (ctx) => openVisit(ctx, world, ctx.path.slice(1));
  router.get(/^\/[a-z0-9][a-z0-9-]{1,62}$/, open);
  router.post(/^\/[a-z0-9][a-z0-9-]{1,62}$/, open);
  return router;
};

/** The portal as a Koa application. */
export const portalApp = (house: House): Koa => {
  const app = new Koa();
  app.use(securityHeaders({ directives, frameAncestors: house.world.settings.PORTAL_FRAME_ANCESTORS }));
  app.use(unkept);
  app.use(compress({ threshold: 512 }));
  app.use(catchFaults(house.world));
  app.use(limitOpenings());
  app.use(bodyParser({ enableTypes: ["form"], formLimit: "4kb" }));
  app.use(routes(house).routes());
  // a client that hangs up in the middle is nobody's fault
  app.silent = true;
  return app;
};
