import { type Plan, type Policy, policyInForce } from "../plan/plan.ts";
import { planTable } from "../plan/table.ts";
import { keys, tagOf } from "../redis/keys.ts";
import { Failure } from "../runtime/failure.ts";
import type { World } from "../runtime/world.ts";
import { makeReady, refill } from "../session/refill.ts";
import { type LiveSubscriber, liveSubscriber } from "../subscriber/live.ts";
import { usageIn } from "./live.ts";
import { onceSince, periodsAt } from "./period.ts";
import { type Line, linesOf, type Periods, type Profile, profileOf, type Used } from "./standing.ts";

/** Where somebody is looked at: the time zone decides when days begin, the sites which overrides hold. */
export type Place = { readonly zone: string; readonly siteChain: readonly number[] };

/** How a person stands at a place and an instant. */
export type PersonStanding = {
  readonly subscriber: LiveSubscriber;
  readonly anchorDay: number;
  readonly plan: Plan;
  readonly policy: Policy;
  readonly periods: Periods;
  readonly lines: readonly Line[];
};

/** Where people are looked at when no site is named. */
const HOME: Place = { zone: "Asia/Ho_Chi_Minh", siteChain: [] };

type Known = { subscriber: LiveSubscriber; anchorDay: number; usage: Record<string, string> };

const readKnown = async ({ redis }: World, subscriberId: number): Promise<Known | undefined> => {
  const tag = tagOf(subscriberId);
  const replies = await redis
    .pipeline()
    .hmget(keys.subscriber(tag, subscriberId), "plan", "since", "status", "top", "anchor")
    .hgetall(keys.usage(tag, subscriberId))
    .exists(keys.ready(tag))
    .exec();
  const [person, usage, ready] = (replies ?? []).map(([fault, value]) => {
    if (fault) throw fault;
    return value;
  }) as [(string | null)[], Record<string, string>, number];
  const subscriber = liveSubscriber(person);
  return ready === 1 && subscriber ? { subscriber, anchorDay: Number(person[4]), usage } : undefined;
};

/** What Redis knows of a person, filled in from PostgreSQL when it knows nothing. */
const known = async (world: World, subscriberId: number): Promise<Known> => {
  const first = await readKnown(world, subscriberId);
  if (first) return first;
  await makeReady(world, tagOf(subscriberId));
  await refill(world, [subscriberId]);
  const second = await readKnown(world, subscriberId);
  if (!second) throw new Failure("subscriber_unknown", { id: subscriberId });
  return second;
};

/** The periods an instant lies in for a person. */
export const periodsOf = (at: number, zone: string, anchorDay: number, planSince: number): Periods => ({
  ...periodsAt(at, { zone, anchorDay }),
  once: onceSince(planSince),
});

/**
 * How a person stands: their plan's rules here and now, and what is left of each allowance.
 *
 * @param session  what the session looked at has used, for allowances counted per session
 * @throws Failure `subscriber_unknown`, `plan_unknown`
 */
export const standingAt = async (
  world: World,
  subscriberId: number,
  place: Place,
  at: number,
  session: Used | null = null,
): Promise<PersonStanding> => {
  const [{ subscriber, anchorDay, usage }, plans] = await Promise.all([
    known(world, subscriberId),
    planTable.of(world),
  ]);
  const plan = plans.byId(subscriber.planId);
  if (!plan) throw new Failure("plan_unknown", { id: subscriber.planId });
  const policy = policyInForce(plan, plans.overrides(), place.siteChain, at);
  const periods = periodsOf(at, place.zone, anchorDay, subscriber.planSince);
  const lines = linesOf(policy, usageIn(usage, periods, session), subscriber.topUps, periods);
  return { subscriber, anchorDay, plan, policy, periods, lines };
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
