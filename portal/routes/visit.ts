import type { Context } from "koa";
import type { Nas } from "#access/nas/nas";
import { nasBySlug } from "#access/nas/table";
import type { World } from "#access/runtime/world";
import { again } from "../actions/again.ts";
import { change } from "../actions/change.ts";
import { code } from "../actions/code.ts";
import { number } from "../actions/number.ts";
import { signOut } from "../actions/sign-out.ts";
import type { Action, House, Outcome } from "../actions/stage.ts";
import { terms } from "../actions/terms.ts";
import { handOverPage } from "../pages/hand-over-page.tsx";
import { settingOf } from "../pages/visit-page.tsx";
import { languageOf } from "../phrases/phrase.ts";
import { pathOf } from "../visit/address.ts";
import { amend, readVisit } from "../visit/live.ts";
import type { Visit } from "../visit/visit.ts";
import { answerPage, answerPlain, fieldsOf } from "./answer.ts";
import { formTargets, showVisit } from "./show-visit.ts";

/** What a person can do in a visit, by the last part of the address. */
const ACTIONS: Readonly<Record<string, Action>> = { number, code, terms, again, change, "sign-out": signOut };

const found = async (world: World, token: string): Promise<{ visit: Visit; nas: Nas } | null> => {
  const visit = await readVisit(world, token);
  const nas = visit && (await nasBySlug(world, visit.slug));
  return visit && nas?.enabled ? { visit, nas } : null;
};

/** Shows where a visit stands, in another language when the address asks for one. */
export const getVisit = async (ctx: Context, { world }: House, token: string): Promise<void> => {
  const known = await found(world, token);
  if (known === null) return answerPlain(ctx, 404, "visit_unknown");
  const language = languageOf(ctx.query["lang"]) ?? known.visit.language;
  const visit = await amend(world, known.nas.id, known.visit, { language });
  return showVisit(ctx, world, known.nas, visit);
};

const follow = (ctx: Context, visit: Visit, nas: Nas, outcome: Outcome): void => {
  ctx.state["formTargets"] = formTargets(visit, nas);
  if (outcome.kind === "page" || outcome.handOver.kind === "redirect") {
    // not ctx.redirect: its body would repeat the address, which holds the grant
    ctx.status = 303;
    ctx.set("Location", outcome.kind === "page" ? pathOf(visit) : outcome.handOver.url);
    ctx.body = "";
    return;
  }
  answerPage(ctx, handOverPage(settingOf(visit, nas.siteName), outcome.handOver));
};

/** Does what a form of a visit's page asks, then sends the browser to the page or to its gateway. */
export const postVisit = async (ctx: Context, house: House, token: string, name: string): Promise<void> => {
  const known = await found(house.world, token);
  if (known === null) return answerPlain(ctx, 404, "visit_unknown");
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) return answerPlain(ctx, 404, "page_unknown");
  return follow(ctx, known.visit, known.nas, await action({ ...house, ...known }, fieldsOf(ctx)));
};
