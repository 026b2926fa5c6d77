import type { Context } from "koa";
import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { visitPage } from "../pages/visit-page.tsx";
import { gather } from "../visit/gather.ts";
import { viewOf } from "../visit/view.ts";
import type { Visit } from "../visit/visit.ts";
import { answerPage } from "./answer.ts";

/** Where a browser may go from a page's forms: here, and to the one gateway of the visit and back. */
export const formTargets = (visit: Visit, nas: Nas): string[] =>
  [visit.context.loginUrl, nas.portalUrl].flatMap((url) => (url === null ? [] : [new URL(url).origin]));

/** Shows a visit's page: gathers what holds now, chooses the page, makes it. */
export const showVisit = async (ctx: Context, world: World, nas: Nas, visit: Visit): Promise<void> => {
  const view = viewOf(await gather(world, visit, nas));
  ctx.state["formTargets"] = formTargets(visit, nas);
  answerPage(
    ctx,
    visitPage(view, visit, {
      name: nas.siteName,
      zone: nas.zone,
      landingUrl: world.settings.PORTAL_LANDING_URL,
      at: world.now(),
    }),
  );
};
