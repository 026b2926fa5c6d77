import { openUntil } from "../plan/hours.ts";
import type { Policy } from "../plan/plan.ts";
import { type Line, type Profile, profileOf } from "../quota/standing.ts";
import { limitsOf, type SessionLimits } from "./limits.ts";

/** Why somebody is not let online; also the key of the sentence that tells them. */
export type RefusalCode = "blocked" | "plan_ended" | "outside_hours" | "quota_spent" | "too_many_devices";

/** Everything a decision rests on, gathered before it. */
export type Facts = {
  readonly status: "active" | "blocked";
  /** when the person got the plan, epoch ms */
  readonly planSince: number;
  readonly policy: Policy;
  readonly lines: readonly Line[];
  /** other devices of the person that are online */
  readonly otherDevices: number;
  readonly zone: string;
  /** whether a running session at this NAS can be changed, so that limits need not be handed out for good */
  readonly changeable: boolean;
  /** seconds after which the session must sign in again; absent or null where it need not */
  readonly renewEvery?: number | null;
  /** seconds the session has run already; absent for one that begins */
  readonly age?: number;
  readonly interimSeconds: number;
};

/** The decision: let online with these limits, or refused for the first reason that holds. */
export type Admission =
  | { readonly kind: "admitted"; readonly limits: SessionLimits }
  | {
      readonly kind: "refused";
      readonly code: RefusalCode;
      readonly fields: Readonly<Record<string, number>>;
    };

/** What decides whether somebody may be online, and at which profile. */
export type Standing = Pick<Facts, "status" | "planSince" | "policy" | "lines" | "otherDevices" | "zone">;

type Refusal = Extract<Admission, { kind: "refused" }>;
type Check = (standing: Standing, at: number) => Refusal | undefined;

const refused = (code: RefusalCode, fields: Record<string, number> = {}): Refusal => ({
  kind: "refused",
  code,
  fields,
});

const inGoodStanding: Check = (facts) => (facts.status === "blocked" ? refused("blocked") : undefined);

const planStillValid: Check = ({ policy, planSince }, at) =>
  policy.validFor !== null && at >= planSince + policy.validFor * 1000 ? refused("plan_ended") : undefined;

const withinHours: Check = ({ policy, zone }, at) =>
  openUntil(policy.hours, zone, at) === undefined ? refused("outside_hours") : undefined;

const quotaLeft: Check = ({ policy, lines }) => {
  if (profileOf(policy, lines) !== "end") return undefined;
  const resets = lines.filter((line) => line.left === 0).map((line) => line.resetsAt);
  // Without an instant: an allowance given once does not come back.
  return resets.includes(null)
    ? refused("quota_spent")
    : refused("quota_spent", { resetsAt: Math.max(...resets.filter((instant) => instant !== null)) });
};

const roomForOneMore: Check = ({ policy, otherDevices }) =>
  policy.devices !== null && otherDevices >= policy.devices
    ? refused("too_many_devices", { devices: policy.devices })
    : undefined;

/** The policy of the house: the first refusal wins. */
const CHECKS: readonly Check[] = [inGoodStanding, planStillValid, withinHours, quotaLeft, roomForOneMore];

/** How somebody is served at an instant, or why not; pure. */
export const serviceOf = (standing: Standing, at: number): Profile | Refusal => {
  for (const check of CHECKS) {
    const refusal = check(standing, at);
    if (refusal) return refusal;
  }
  return profileOf(standing.policy, standing.lines) as Profile;
};

/** Whether somebody may be online at an instant, and how; pure. */
export const decide = (facts: Facts, at: number): Admission => {
  const profile = serviceOf(facts, at);
  if (typeof profile !== "string") return profile;
  const closesAt = openUntil(facts.policy.hours, facts.zone, at) ?? null;
  const endsAt = facts.policy.validFor === null ? null : facts.planSince + facts.policy.validFor * 1000;
  const { policy, lines, changeable, renewEvery = null, age = 0, interimSeconds } = facts;
  const given = { profile, policy, lines, changeable, renewEvery, age, interimSeconds, closesAt, endsAt };
  return { kind: "admitted", limits: limitsOf(given, at) };
};
