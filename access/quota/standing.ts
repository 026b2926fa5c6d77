import type { Allowance, Policy } from "../plan/plan.ts";
import type { Per, Period } from "./period.ts";
import type { TopUp } from "./top-up.ts";

/** How a session is served: everything, slowed, or government pages alone. */
export type Profile = "full" | "slow" | "government-only";

/** Octets and seconds counted in one period. */
export type Used = { readonly up: number; readonly down: number; readonly seconds: number };

/** The periods an instant lies in; `once` began when the person got the plan and never ends. */
export type Periods = Readonly<Record<Per, Period>>;

/** How one allowance stands. */
export type Line = {
  readonly of: "octets" | "seconds";
  readonly per: Allowance["per"];
  readonly limit: number;
  readonly used: number;
  /** never negative */
  readonly left: number;
  /** when its period began, epoch ms; `null` for one session's */
  readonly startsAt: number | null;
  /** when it is full again, epoch ms; `null` for never, or with the next session */
  readonly resetsAt: number | null;
};

/** What was used in each period; `session` is the one session looked at, if any. */
export type Usage = Readonly<Record<Per, Used>> & { readonly session: Used | null };

/** Nothing was used. */
export const NOTHING_USED: Used = { up: 0, down: 0, seconds: 0 };
const amountOf = (used: Used, of: Allowance["of"]): number =>
  of === "octets" ? used.up + used.down : used.seconds;

const given = (allowance: Allowance, topUps: readonly TopUp[], startsAt: number | undefined): number => {
  let total = 0;
  for (const { of, per, periodStartsAt, amount } of topUps)
    if (of === allowance.of && per === allowance.per && periodStartsAt === startsAt) total += amount;
  return total;
};

/** How every allowance of a policy stands, in the policy's order. */
export const linesOf = (policy: Policy, usage: Usage, topUps: readonly TopUp[], periods: Periods): Line[] =>
  policy.allowances.map((allowance) => {
    const { of, per } = allowance;
    const used = amountOf(per === "session" ? (usage.session ?? NOTHING_USED) : usage[per], of);
    const period = per === "session" ? undefined : periods[per];
    const limit = allowance.amount + given(allowance, topUps, period?.startsAt);
    return {
      of,
      per,
      limit,
      used,
      left: Math.max(0, limit - used),
      startsAt: period?.startsAt ?? null,
      resetsAt: period?.endsAt ?? null,
    };
  });

/** Whether some allowance is used up. */
const isSpent = (lines: readonly Line[]): boolean => lines.some((line) => line.left === 0);

/** What a person whose allowances stand so is served: `end` when the plan stops at its end. */
export const profileOf = (policy: Policy, lines: readonly Line[]): Profile | "end" => {
  if (!isSpent(lines)) return "full";
  return policy.atEnd.kind === "stop" ? "end" : policy.atEnd.kind;
};
