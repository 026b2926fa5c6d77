import { raiseAlarm } from "#access/device/alarm-store";
import { type Placement, placementOf, QUARANTINE } from "#access/device/placement";
import type { DeviceRules } from "#access/device/rules";
import { type Place, THING_ANCHOR_DAY, type Thing, thingAccount } from "#access/device/thing";
import { liveSessionsOf } from "#access/device/thing-sessions";
import { markThingSeen, type StoredThing } from "#access/device/thing-store";
import { announce } from "#access/notice/live";
import { openOnce } from "#access/session/open-once";
import { wishSession } from "#access/session/wish";
import { VENDORS } from "#access/vendors/vendors";
import { type Answer, accepted, openingOf, rememberSession } from "../admit.ts";
import { whyAccepted } from "../explain/why.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { RADIUS_REQUEST } from "../protocol/values.ts";
import { type Attribute, u32 } from "../protocol/write.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";
import { runningSession } from "./running.ts";

/** Why a thing is rejected: it cannot be trusted and there is no quarantine, or its VLAN cannot be said to this NAS. */
export type ThingRejection = "quarantine_missing" | "vlan_unsupported";

/** In quarantine it asks again this often, seconds, so that it comes out also where it cannot be called. */
const QUARANTINE_SECONDS = 600;

const placeIn = ({ packet, nas }: DeviceLogin): Place => ({
  nasId: nas.id,
  nasPortId: packet.text(ATTRIBUTE["NAS-Port-Id"]) ?? null,
  calledStationId: packet.text(ATTRIBUTE["Called-Station-Id"]) ?? null,
});

/** Raises what is wrong, and has sessions elsewhere log in again once for each alarm, not each time it is copied. */
const act = async (
  { world }: Server,
  thing: Thing,
  place: Place,
  { alarms, toEnd }: Placement,
  at: number,
): Promise<void> => {
  const raised = await Promise.all(
    alarms.map((what) => raiseAlarm(world.database, { thingId: thing.id, what, place, at })),
  );
  if (!raised.includes(true)) return;
  await announce(world.redis, { kind: "thing", id: thing.id });
  await Promise.all(toEnd.map((ref) => wishSession(world, ref, "end", "twice")));
};

/** What a thing is told: its VLAN and how often to report; there is no quota to tell of. */
const told = (
  { nas }: DeviceLogin,
  thing: Thing,
  { quarantineVlan }: DeviceRules,
  { quarantined }: Placement,
): readonly Attribute[] | ThingRejection => {
  if (quarantined && quarantineVlan === null) return "quarantine_missing";
  const vlan = quarantined ? quarantineVlan : thing.vlan;
  const inVlan = vlan === null ? [] : VENDORS[nas.kind].vlanAttributes(vlan);
  if (vlan !== null && inVlan.length === 0) return "vlan_unsupported";
  return [
    ...inVlan,
    ...(quarantined
      ? [
          u32(ATTRIBUTE["Session-Timeout"], QUARANTINE_SECONDS),
          u32(ATTRIBUTE["Termination-Action"], RADIUS_REQUEST),
        ]
      : []),
    u32(ATTRIBUTE["Acct-Interim-Interval"], nas.interimSeconds),
  ];
};

const sessionFor = async (
  server: Server,
  login: DeviceLogin,
  subscriberId: number,
  profile: string,
): Promise<{ readonly sessionId: string; readonly startedAt: number }> => {
  const running = await runningSession(server, login, subscriberId);
  // One that is to end was ended so that the thing logs in anew.
  if (running?.profile === profile && running.wish !== "end") return running;
  const opening = openingOf(
    { ...login, subscriberId, by: "device", endsAt: null },
    { planId: 0, devices: null, profile, trace: whyAccepted(login.packet) },
  );
  const opened = await openOnce(server.world, server.open, opening);
  if (typeof opened === "string") throw new Error(`a thing needs no grant and takes no room: ${opened}`);
  return opened;
};

/**
 * Lets a thing into its VLAN, or, where it does not belong, raises an alarm and lets it into quarantine.
 *
 * Its sessions are looked at once more when its own is open: of two that log in at the same instant neither is there
 * yet for the other, but the later one finds the earlier.
 */
export const thingLogin = async (
  server: Server,
  login: DeviceLogin,
  thing: StoredThing,
  rules: DeviceRules,
): Promise<Answer | ThingRejection> => {
  const { world } = server;
  const place = placeIn(login);
  const look = async (): Promise<Placement> =>
    placementOf(thing, place, await liveSessionsOf(world, thing.id, login.at), thing.wasDoubled);
  const before = await look();
  await markThingSeen(world.database, thing.id, place, login.at);
  await act(server, thing, place, before, login.at);
  const attributes = told(login, thing, rules, before);
  if (typeof attributes === "string") return attributes;
  const subscriberId = thingAccount(thing.id);
  const profile = before.quarantined ? QUARANTINE : "full";
  const { sessionId, startedAt } = await sessionFor(server, login, subscriberId, profile);
  const ticket = { subscriberId, sessionId, startedAt, anchorDay: THING_ANCHOR_DAY };
  await rememberSession(server, login, ticket);
  const after = before.alarms.includes("twice") ? before : await look();
  if (after === before || !after.alarms.includes("twice")) return accepted(server, ticket, attributes);
  await act(server, thing, place, after, login.at);
  const anew = told(login, thing, rules, after);
  return typeof anew === "string" ? anew : accepted(server, ticket, anew);
};
