import type { Context } from "koa";
import type { Nas } from "#access/nas/nas";
import { portalUrlOf } from "#access/nas/portal-url";
import { nasBySlug } from "#access/nas/table";
import { type Standing, standingOf } from "#access/quota/read-standing";
import type { World } from "#access/runtime/world";
import { openSession } from "#access/session/find";
import { VENDORS } from "#access/vendors/vendors";
import { DIALECTS } from "../dialects/dialects.ts";
import { macOf, sessionIdOf } from "../dialects/parameters.ts";
import { visitOfDevice } from "../visit/live.ts";

type CaptiveState = Readonly<Record<string, string | number | boolean>>;

const least = (standing: Standing, of: "octets" | "seconds"): number | undefined => {
  const left = standing.lines.filter((line) => line.of === of).map((line) => line.left);
  return left.length === 0 ? undefined : Math.min(...left);
};

const remaining = (standing: Standing): CaptiveState => {
  const octets = least(standing, "octets");
  const seconds = least(standing, "seconds");
  return {
    ...(octets !== undefined && { "bytes-remaining": octets }),
    ...(seconds !== undefined && { "seconds-remaining": seconds }),
  };
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The device's session: what its latest sign-in led to is known at once, anything else once it was reported. */
const sessionOf = async (world: World, nas: Nas, mac: string | null, sessionId: string | null) => {
  const visit = mac ? await visitOfDevice(world, nas.id, mac) : null;
  return openSession(world, {
    nasId: nas.id,
    mac: mac ?? undefined,
    nasSessionId: sessionId ?? undefined,
    loginId: visit?.loginId ?? undefined,
  });
};

const stateOf = async (
  world: World,
  nas: Nas,
  mac: string | null,
  sessionId: string | null,
): Promise<CaptiveState> => {
  // a phone opens this address without the gateway's redirect, so it must lead to one
  const entrance = DIALECTS[VENDORS[nas.kind].dialect].entrance(nas) ?? portalUrlOf(world, nas);
  const portal = { "user-portal-url": entrance, "can-extend-session": false };
  const session = mac || sessionId ? await sessionOf(world, nas, mac, sessionId) : undefined;
  if (session === undefined) return { captive: true, ...portal };
  const online = { captive: false, ...portal, "venue-info-url": world.settings.PORTAL_LANDING_URL };
  // a device's address is no secret: what is left is told only with the NAS's session id beside it
  if (sessionId === null || session.nasSessionId !== sessionId) return online;
  return { ...online, ...remaining(await standingOf(world, session.subscriberId, nas)) };
};

/**
 * The captive portal API (RFC 8908 section 5): whether a device is captive, by the address (`m`) and session id (`s`)
 * its gateway put into the URL (RFC 8910). Without either nobody can be told apart behind one address, so the answer
 * is captive.
 */
export const captiveApi = async (ctx: Context, world: World, slug: string): Promise<void> => {
  const nas = await nasBySlug(world, slug);
  if (!nas?.enabled) {
    ctx.status = 404;
    ctx.body = "";
    return;
  }
  ctx.body = JSON.stringify(
    await stateOf(world, nas, macOf(text(ctx.query["m"])), sessionIdOf(text(ctx.query["s"]) || null)),
  );
  ctx.set("Content-Type", "application/captive+json");
};
