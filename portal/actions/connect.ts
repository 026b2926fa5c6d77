import { recordAttempt } from "#access/attempt/record";
import { haveAskedAgain } from "#access/device/led-live";
import { issueGrant } from "#access/grant/issue";
import { VENDORS } from "#access/vendors/vendors";
import { DIALECTS } from "../dialects/dialects.ts";
import { visitUrl } from "../visit/address.ts";
import { sessionOf } from "../visit/gather.ts";
import { amend } from "../visit/live.ts";
import { notice, type Outcome, PAGE, type Stage, turnTo } from "./stage.ts";

/** How long a NAS that led the device here is waited for to ask again, ms. */
const PATIENCE_MS = 20_000;

/** Asks for a grant and sends the browser to the gateway with it, or says why there is none. */
export const connect = async (stage: Stage): Promise<Outcome> => {
  const { world, nas, visit } = stage;
  const { subscriberId, context } = visit;
  if (subscriberId === null || (await sessionOf(world, visit, nas))) return PAGE;
  const issued = await issueGrant(world, {
    subscriberId,
    nas,
    mac: context.mac,
    clientIp: context.ip,
    nasSessionId: context.nasSessionId,
  });
  const outcome = issued.kind === "granted" ? "ok" : issued.code;
  await recordAttempt(world, {
    step: "grant",
    outcome,
    subscriberId,
    mac: context.mac,
    nasId: nas.id,
    siteId: nas.siteId,
  });
  if (issued.kind === "refused") return turnTo(stage, { notice: notice(issued.code, issued.fields) });
  const { led } = context;
  const connecting = led && { connectingUntil: world.now() + PATIENCE_MS };
  // shown only when the person comes back and is not online
  await amend(world, nas.id, visit, {
    loginId: issued.loginId,
    refusedLogin: null,
    notice: notice("not_yet_online", connecting),
  });
  if (led) {
    await haveAskedAgain(world, led, issued.loginId);
    return PAGE;
  }
  const dialect = DIALECTS[VENDORS[nas.kind].dialect];
  return { kind: "hand-over", handOver: dialect.handOver(context, nas, issued, visitUrl(world, nas, visit)) };
};
