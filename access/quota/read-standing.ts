import { type Plan, type Policy, policyInForce } from "../plan/plan.ts";
import { type PlanTable, planTable } from "../plan/table.ts";
import { tagOf } from "../redis/keys.ts";
import { Failure } from "../runtime/failure.ts";
import type { World } from "../runtime/world.ts";
import { makeReady, refill } from "../session/refill.ts";
import { soundPerson } from "../session/sound.ts";
import { type LivePerson, readPerson } from "../subscriber/live.ts";
import { usageIn } from "./live.ts";
import { onceSince, periodsAt } from "./period.ts";
import { type Line, linesOf, type Periods, type Profile, profileOf, type Used } from "./standing.ts";

/** Where somebody is looked at: the time zone decides when days begin, the sites which overrides hold. */
export type Place = { readonly zone: string; readonly siteChain: readonly number[] };

/** How a person stands at a place and an instant. */
export type PersonStanding = {
  readonly person: LivePerson;
  readonly plan: Plan;
  readonly policy: Policy;
  readonly periods: Periods;
  readonly lines: readonly Line[];
};

/** Where people are looked at when no site is named. */
const HOME: Place = { zone: "Asia/Ho_Chi_Minh", siteChain: [] };

/** What Redis knows of a person, filled in from PostgreSQL when it knows nothing or cannot be read. @throws Failure `subscriber_unknown` */
export const knownPerson = async (world: World, subscriberId: number): Promise<LivePerson> => {
  const first = await soundPerson(world, subscriberId);
  if (first) return first;
  await makeReady(world, tagOf(subscriberId));
  await refill(world, [subscriberId]);
  const second = await readPerson(world.redis, subscriberId);
  if (!second) throw new Failure("subscriber_unknown", { id: subscriberId });
  return second;
};

/** The periods an instant lies in for a person. */
export const periodsOf = (at: number, zone: string, anchorDay: number, planSince: number): Periods => {
  const { day, week, month } = periodsAt(at, { zone, anchorDay });
  return { day, week, month, once: onceSince(planSince) };
};

/**
 * How a person stands who was read already.
 *
 * @param session  what the session looked at has used, for allowances counted per session
 * @throws Failure `plan_unknown`
 */
export const standingOfPerson = (
  plans: Pick<PlanTable, "byId" | "overrides">,
  person: LivePerson,
  place: Place,
  at: number,
  session: Used | null,
): PersonStanding => {
  const plan = plans.byId(person.planId);
  if (!plan) throw new Failure("plan_unknown", { id: person.planId });
  const policy = policyInForce(plan, plans.overrides(), place.siteChain, at);
  const periods = periodsOf(at, place.zone, person.anchorDay, person.planSince);
  const lines = linesOf(policy, usageIn(person.usage, periods, session), person.topUps, periods);
  return { person, plan, policy, periods, lines };
};

/**
 * How a person stands: their plan's rules here and now, and what is left of each allowance.
 *
 * @throws Failure `subscriber_unknown`, `plan_unknown`
 */
export const standingAt = async (
  world: World,
  subscriberId: number,
  place: Place,
  at: number,
  session: Used | null = null,
): Promise<PersonStanding> => {
  const [person, plans] = await Promise.all([knownPerson(world, subscriberId), planTable.of(world)]);
  return standingOfPerson(plans, person, place, at, session);
};

/** What a page shows of how a person stands. */
export type Standing = {
  readonly planName: Plan["name"];
  readonly profile: Profile | "end";
  readonly downKbps: number | null;
  readonly upKbps: number | null;
  readonly lines: readonly Line[];
};

/** How a person stands now, for a page. */
export const standingOf = async (
  world: World,
  subscriberId: number,
  place: Place = HOME,
): Promise<Standing> => {
  const { plan, policy, lines } = await standingAt(world, subscriberId, place, world.now());
  const profile = profileOf(policy, lines);
  const speeds = profile === "slow" && policy.atEnd.kind === "slow" ? policy.atEnd : policy;
  return { planName: plan.name, profile, downKbps: speeds.downKbps, upKbps: speeds.upKbps, lines };
};
