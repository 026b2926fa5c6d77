import type { Context } from "koa";
import { recordFault } from "#access/attempt/faults";
import { recordAttempt } from "#access/attempt/record";
import type { Nas } from "#access/nas/nas";
import { portalUrlOf } from "#access/nas/portal-url";
import { nasBySlug } from "#access/nas/table";
import type { World } from "#access/runtime/world";
import { VENDORS } from "#access/vendors/vendors";
import type { Disbelief, HandoffContext, Reading } from "../dialects/dialect.ts";
import { DIALECTS } from "../dialects/dialects.ts";
import { isLed, readLed } from "../dialects/led.ts";
import { accepted, languageOf } from "../phrases/phrase.ts";
import { ownHosts } from "../visit/address.ts";
import { keepVisit, visitOfDevice } from "../visit/live.ts";
import { opened } from "../visit/visit.ts";
import { answerPlain, fieldsOf } from "./answer.ts";
import { showVisit } from "./show-visit.ts";

/** Query and form of a redirect become its context, if it is believed. */
const read = (ctx: Context, world: World, nas: Nas): Reading => {
  const arrival = {
    rawQuery: ctx.querystring,
    form: fieldsOf(ctx),
    portalUrl: portalUrlOf(world, nas),
    ownHosts: ownHosts(world, nas),
  };
  return isLed(arrival)
    ? readLed(arrival, nas, world.keyring, world.now())
    : DIALECTS[VENDORS[nas.kind].dialect].read(arrival, nas);
};

const disbelieve = (ctx: Context, world: World, nas: Nas, reason: Disbelief): void => {
  // an address opened by hand is no attempt to deceive
  if (ctx.querystring !== "" || ctx.method === "POST")
    recordFault(world, { nasId: nas.id, source: ctx.ip, reason });
  const isByHand = reason === "redirect_incomplete";
  const entrance = isByHand ? DIALECTS[VENDORS[nas.kind].dialect].entrance(nas) : null;
  answerPlain(ctx, isByHand ? 400 : 403, reason, entrance);
};

const begin = async (ctx: Context, world: World, nas: Nas, context: HandoffContext): Promise<void> => {
  const previous = context.mac === null ? null : await visitOfDevice(world, nas.id, context.mac);
  const language =
    languageOf(ctx.query["lang"]) ?? previous?.language ?? accepted(ctx.get("accept-language"));
  const visit = opened({ slug: nas.slug, context, language }, previous);
  await keepVisit(world, nas.id, visit);
  const outcome = context.phase === "failed" ? "gateway_refused" : "ok";
  if (context.phase === "new" || context.phase === "failed")
    await recordAttempt(world, {
      step: "opened",
      outcome,
      mac: context.mac,
      nasId: nas.id,
      siteId: nas.siteId,
    });
  await showVisit(ctx, world, nas, visit);
};

/** A gateway sent a browser here: begins a visit, or goes on with the device's previous one, in one response. */
export const openVisit = async (ctx: Context, world: World, slug: string): Promise<void> => {
  const nas = await nasBySlug(world, slug);
  if (!nas?.enabled) {
    recordFault(world, { nasId: 0, source: ctx.ip, reason: "portal_nas_unknown" });
    return answerPlain(ctx, 404, "nas_unknown");
  }
  const reading = read(ctx, world, nas);
  return reading.kind === "disbelieved"
    ? disbelieve(ctx, world, nas, reading.reason)
    : begin(ctx, world, nas, reading.context);
};
