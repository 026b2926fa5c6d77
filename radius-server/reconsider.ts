import { type Admission, decide } from "#access/admission/admission";
import { factsAt, personOf } from "#access/admission/gather";
import type { Nas } from "#access/nas/nas";
import { policyInForce } from "#access/plan/plan";
import { usedIn } from "#access/quota/live";
import { periodsOf, standingAt } from "#access/quota/read-standing";
import { linesOf, type Usage } from "#access/quota/standing";
import type { Booking, LiveSession, Wish } from "#access/session/live";
import { liveSubscriber } from "#access/subscriber/live";
import type { Server } from "./server-world.ts";

/** What a running session should be now, and why. */
export type Wanted = { readonly wish: Wish; readonly cause: string };

/** Where each value stands in the reply of `account.lua` behind its `ok`. */
const AT = {
  profile: 1,
  plan: 2,
  status: 3,
  since: 4,
  topUps: 5,
  session: 7,
  day: 10,
  week: 11,
  month: 12,
  once: 13,
  wish: 14,
  ended: 17,
};

const usageOf = (values: readonly string[]): Usage => ({
  day: usedIn(values[AT.day]),
  week: usedIn(values[AT.week]),
  month: usedIn(values[AT.month]),
  once: usedIn(values[AT.once]),
  session: {
    up: Number(values[AT.session]),
    down: Number(values[AT.session + 1]),
    seconds: Number(values[AT.session + 2]),
  },
});

const wantedOf = (admission: Admission): Wanted =>
  admission.kind === "refused"
    ? { wish: "end", cause: admission.code }
    : { wish: admission.limits.profile, cause: "quota" };

/**
 * What a session should be after a report, by the house's one policy; `undefined` when that is what it is already, or
 * is wished already, or when the report speaks of a period that is over.
 */
export const wantedAfter = (
  { planTable, world }: Pick<Server, "planTable" | "world">,
  nas: Nas,
  booking: Booking,
  values: readonly string[],
): Wanted | undefined => {
  if (values[AT.ended] || values[AT.wish]) return undefined;
  const subscriber = liveSubscriber([
    values[AT.plan],
    values[AT.since],
    values[AT.status],
    values[AT.topUps],
  ]);
  const plan = subscriber && planTable.byId(subscriber.planId);
  if (!plan) return undefined;
  const at = world.now();
  const policy = policyInForce(plan, planTable.overrides(), nas.siteChain, at);
  const anchorDay = booking.anchorDay;
  const periods = periodsOf(at, nas.zone, anchorDay, subscriber.planSince);
  if (periods.day.startsAt !== booking.dayStartsAt) return undefined;
  const person = {
    status: subscriber.status,
    planSince: subscriber.planSince,
    policy,
    lines: linesOf(policy, usageOf(values), subscriber.topUps, periods),
  };
  const wanted = wantedOf(decide(factsAt(nas, person, 0), at));
  return wanted.wish === values[AT.profile] ? undefined : wanted;
};

/** What a running session should be now, with the limits it should have; asked when a plan or a person has changed. */
export const admissionNow = async (
  { world }: Pick<Server, "world">,
  session: LiveSession,
  nas: Nas,
): Promise<Admission> => {
  const at = world.now();
  const standing = await standingAt(world, session.subscriberId, nas, at, session);
  return decide(factsAt(nas, personOf(standing), 0), at);
};

/** The wish that follows from an admission of a running session. */
export const wishOf = wantedOf;
