import { PAST_KEPT_MS } from "../plan/past-store.ts";
import { type Policy, policyInForce } from "../plan/plan.ts";
import type { PlanTable } from "../plan/table.ts";
import { takes } from "../plan/takes.ts";
import type { PersonStanding, Place } from "../quota/read-standing.ts";
import type { LiveSession } from "../session/packed.ts";

/** A server may have let somebody in by what had been changed elsewhere this long before, ms. */
const LATE_MS = 60_000;

/** The rules of a plan that a session may have been let in by, or told since. */
const letInBy = (
  plans: Pick<PlanTable, "overrides" | "pasts">,
  { id, policy }: PersonStanding["plan"],
  startedAt: number,
  siteChain: readonly number[],
): Policy[] =>
  plans
    .pasts()
    .filter((past) => past.planId === id && past.until > startedAt - LATE_MS)
    .flatMap((past) =>
      [startedAt, past.until].map((at) =>
        policyInForce({ id, policy: past.policy }, past.overrides, siteChain, at),
      ),
    )
    .concat(policyInForce({ id, policy }, plans.overrides(), siteChain, startedAt));

/**
 * Whether the rules in force take something from a running session, beside any it was let in by. Of one that began before
 * what is remembered of rules it is taken for granted.
 *
 * @param at  epoch ms
 */
export const isTakenFrom = (
  plans: Pick<PlanTable, "overrides" | "pasts">,
  { plan, policy }: PersonStanding,
  { startedAt, profile }: Pick<LiveSession, "startedAt" | "profile">,
  { zone, siteChain }: Place,
  at: number,
): boolean =>
  startedAt < at - PAST_KEPT_MS ||
  letInBy(plans, plan, startedAt, siteChain).some((before) => takes(policy, before, { profile, zone, at }));
