import Router from "@koa/router";
import type { Context } from "koa";
import type { z } from "zod";
import type { World } from "#access/runtime/world";
import { permissionsOf } from "../staff/roles.ts";
import { findSession } from "../staff/session-store.ts";
import { nextStep, type SignedIn } from "../staff/staff.ts";
import { keepToken, tokenOf } from "./cookie.ts";
import { isRefusal, REFUSALS, type Refusal, refuse } from "./refusals.ts";
import type { AnyRoute, Needs } from "./route.ts";

const say = (context: Context, refusal: Refusal): void => {
  context.status = REFUSALS[refusal.refused];
  context.body = { code: refusal.refused, fields: refusal.fields };
};

/** Why this session may not use a route that needs this; undefined when it may. */
const barred = (needs: Needs, signedIn: SignedIn | undefined): Refusal | undefined => {
  if (needs === "nobody") return undefined;
  if (!signedIn) return refuse("not_signed_in");
  if (needs === "some-session") return undefined;
  if (nextStep(signedIn) !== "in") return refuse("step_first", { step: nextStep(signedIn) });
  if (needs === "signed-in" || permissionsOf(signedIn.staff.role).includes(needs)) return undefined;
  return refuse("forbidden");
};

/**
 * Whether a page of ours sent a changing request: another site's form cannot set a header, and a browser says where
 * a request comes from. The cookie's SameSite=Strict is the other lock on the same door.
 */
const isOurPage = (context: Context): boolean =>
  context.method === "GET" ||
  (context.get("x-hien") === "1" && ["", "same-origin", "none"].includes(context.get("sec-fetch-site")));

type Parts = { params: unknown; query: unknown; body: unknown };

const parsed = (
  schema: z.ZodType | undefined,
  value: unknown,
  where: string,
): { value: unknown } | Refusal => {
  if (!schema) return { value: undefined };
  const verdict = schema.safeParse(value);
  if (verdict.success) return { value: verdict.data };
  const issue = verdict.error.issues[0];
  return refuse("bad_request", {
    where: [where, ...(issue?.path ?? [])].join("."),
    fault: issue?.message ?? "",
  });
};

const partsOf = (route: AnyRoute, context: Context): Parts | Refusal => {
  const params = parsed(route.params, context["params"], "path");
  const query = parsed(route.query, context.query, "query");
  const body = parsed(route.body, context.request.body ?? {}, "body");
  if (isRefusal(params)) return params;
  if (isRefusal(query)) return query;
  if (isRefusal(body)) return body;
  return { params: params.value, query: query.value, body: body.value };
};

const answerTo = async (route: AnyRoute, context: Context, world: World): Promise<unknown> => {
  if (!isOurPage(context)) return refuse("foreign_page");
  const token = tokenOf(context, world.settings);
  const signedIn = token === undefined ? undefined : await findSession(world.database, token, world.now());
  const bar = barred(route.needs, signedIn);
  if (bar) return bar;
  const parts = partsOf(route, context);
  if (isRefusal(parts)) return parts;
  return route.handle({
    world,
    signedIn,
    ...parts,
    keepToken: (next) => keepToken(context, world.settings, next),
  });
};

/** Serves a list of routes: same-site pages only, then who is asking, then what is asked, then the handler. */
export const serve = (routes: readonly AnyRoute[], world: World): Router => {
  const router = new Router();
  for (const route of routes) {
    router[route.method](route.path.replace(/\{(\w+)\}/g, ":$1"), async (context: Context) => {
      const answer = await answerTo(route, context, world);
      if (isRefusal(answer)) say(context, answer);
      else context.body = answer;
    });
  }
  return router;
};
