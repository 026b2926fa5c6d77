import { z } from "zod";

const kbps = z.number().int().min(8).max(10_000_000);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What is counted: octets both ways together, or seconds online. */
const allowanceSchema = z
  .object({
    of: z.enum(["octets", "seconds"]),
    per: z.enum(["session", "day", "week", "month", "once"]),
    amount: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  })
  .strict();

/** What happens when an allowance is used up. */
const atEndSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("slow"), downKbps: kbps, upKbps: kbps }).strict(),
  z.object({ kind: z.literal("government-only") }).strict(),
  z.object({ kind: z.literal("stop") }).strict(),
]);

/** The rules of a plan. Speeds in kbit/s, spans in seconds; `null` is unlimited. */
export const policySchema = z
  .object({
    allowances: z.array(allowanceSchema).max(10),
    downKbps: kbps.nullable(),
    upKbps: kbps.nullable(),
    atEnd: atEndSchema,
    longestSession: z.number().int().min(60).max(2_592_000).nullable(),
    idle: z.number().int().min(60).max(86_400).nullable(),
    devices: z.number().int().min(1).max(100).nullable(),
    hours: z
      .array(
        z
          .object({
            weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
            from: clockTime,
            to: clockTime,
          })
          .strict(),
      )
      .max(20)
      .describe(
        "local times at which the plan is usable, Monday is 1; none means always; `to` before `from` runs past midnight",
      ),
    validFor: z.number().int().min(60).nullable().describe("seconds from the day the person got the plan"),
  })
  .strict();

export type Allowance = z.infer<typeof allowanceSchema>;
export type AtEnd = z.infer<typeof atEndSchema>;
export type Policy = z.infer<typeof policySchema>;

/** A plan: how much, how fast, how long and with how many devices a person may be online. */
export type Plan = {
  readonly id: number;
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly policy: Policy;
  readonly isDefault: boolean;
};

/** A change of a plan's rules for one site (and all below it) or a stretch of time; the named parts replace the plan's. */
export type PlanOverride = {
  readonly id: number;
  readonly planId: number;
  readonly siteId: number | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly policy: Partial<Policy>;
};

/** A plan's rules and overrides as they were until an instant, epoch ms. */
export type PastRules = {
  readonly planId: number;
  readonly policy: Policy;
  readonly overrides: readonly PlanOverride[];
  readonly until: number;
};

const applies = (override: PlanOverride, planId: number, siteChain: readonly number[], at: number): boolean =>
  override.planId === planId &&
  (override.siteId === null || siteChain.includes(override.siteId)) &&
  (override.startsAt === null || override.startsAt <= at) &&
  (override.endsAt === null || at < override.endsAt);

/** How near an override is: the province is far, the site itself near, and everywhere farthest. */
const nearness = (override: PlanOverride, siteChain: readonly number[]): number =>
  override.siteId === null ? -1 : siteChain.length - siteChain.indexOf(override.siteId);

/**
 * The rules in force at a place and an instant: the plan's own, with every override that applies laid over them, the
 * nearest site last.
 *
 * @param siteChain  site ids from the site up to the province
 */
export const policyInForce = (
  plan: Pick<Plan, "id" | "policy">,
  overrides: readonly PlanOverride[],
  siteChain: readonly number[],
  at: number,
): Policy => {
  const applying = overrides.filter((override) => applies(override, plan.id, siteChain, at));
  if (applying.length === 0) return plan.policy;
  return Object.assign(
    {},
    plan.policy,
    ...applying
      .sort((a, b) => nearness(a, siteChain) - nearness(b, siteChain) || a.id - b.id)
      .map((override) => override.policy),
  );
};
