import { type Plan, type PlanOverride, policyInForce } from "../plan/plan.ts";

/**
 * The slow speed of a plan at a place, kbit/s down and up together: the greatest that held at any of some instants (epoch ms).
 *
 * @param siteChain  site ids from the site up to the province
 * @returns null where a spent session is not slowed
 */
export const slowKbps = (
  overrides: readonly PlanOverride[],
  plan: Plan,
  siteChain: readonly number[],
  instants: readonly number[],
): number | null => {
  const speeds = instants
    .map((at) => policyInForce(plan, overrides, siteChain, at).atEnd)
    .map((atEnd) => (atEnd.kind === "slow" ? atEnd.downKbps + atEnd.upKbps : null))
    .filter((kbps) => kbps !== null);
  return speeds.length === instants.length ? Math.max(...speeds) : null;
};
