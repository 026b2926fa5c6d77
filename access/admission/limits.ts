import type { Policy } from "../plan/plan.ts";
import type { Line, Profile } from "../quota/standing.ts";

/** What a NAS is told about one session; `null` is unlimited. */
export type SessionLimits = {
  readonly profile: Profile;
  /** seconds until the session must end */
  readonly sessionTimeout: number | null;
  /** seconds without traffic */
  readonly idleTimeout: number | null;
  /** octets both ways together */
  readonly totalOctets: number | null;
  readonly downKbps: number | null;
  readonly upKbps: number | null;
  /** seconds between reports */
  readonly interimSeconds: number;
};

type Given = {
  readonly profile: Profile;
  readonly policy: Policy;
  readonly lines: readonly Line[];
  readonly changeable: boolean;
  readonly renewEvery?: number | null;
  /** seconds the session has run already; absent for one that begins */
  readonly age?: number;
  readonly interimSeconds: number;
  /** epoch ms at which the plan's hours close, and at which the plan ends */
  readonly closesAt: number | null;
  readonly endsAt: number | null;
};

/** RFC 2869 section 2.1: not below 60 s. */
const SHORTEST_INTERIM = 60;

const smaller = (one: number | null, other: number | null): number | null => {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
};

const secondsUntil = (instant: number | null, at: number): number | null =>
  instant === null ? null : Math.max(1, Math.floor((instant - at) / 1000));

/** Seconds left of the longest session; one that has run longer ends at once. */
const restOf = (longest: number | null, age: number): number | null =>
  longest === null ? null : Math.max(1, longest - age);

const left = (lines: readonly Line[], of: Line["of"]): number | null => {
  let least: number | null = null;
  for (const line of lines) if (line.of === of) least = smaller(least, line.left);
  return least;
};

const speedOf = ({ policy, profile }: Given): { downKbps: number | null; upKbps: number | null } => {
  if (profile === "slow" && policy.atEnd.kind === "slow") return policy.atEnd;
  return { downKbps: policy.downKbps, upKbps: policy.upKbps };
};

/** Reports come more often as the end comes near: twice before it could be reached at full speed. */
const interim = (given: Given, octets: number | null, seconds: number | null): number => {
  const { downKbps, upKbps } = given.policy;
  const byVolume =
    octets === null || downKbps === null
      ? null
      : octets / (((downKbps + (upKbps ?? downKbps)) * 1000) / 8) / 2;
  const byTime = seconds === null ? null : seconds / 2; // two devices together use it twice as fast
  const soonest = smaller(byVolume, byTime) ?? given.interimSeconds;
  return Math.max(SHORTEST_INTERIM, Math.min(given.interimSeconds, Math.floor(soonest)));
};

/**
 * What the NAS is told, counted from an instant.
 *
 * What is left of an allowance goes to the NAS only where its end must cut the session: where the plan stops there,
 * or where the session cannot be changed later. Where it is slowed instead, the NAS would cut what should go on.
 */
export const limitsOf = (given: Given, at: number): SessionLimits => {
  const { policy, lines, profile } = given;
  const handedOut = profile === "full" && (policy.atEnd.kind === "stop" || !given.changeable);
  const octets = profile === "full" ? left(lines, "octets") : null;
  const seconds = profile === "full" ? left(lines, "seconds") : null;
  const { downKbps, upKbps } = speedOf(given);
  const signsInAgain = restOf(smaller(policy.longestSession, given.renewEvery ?? null), given.age ?? 0);
  const closes = smaller(secondsUntil(given.closesAt, at), secondsUntil(given.endsAt, at));
  return {
    profile,
    sessionTimeout: smaller(smaller(signsInAgain, handedOut ? seconds : null), closes),
    idleTimeout: policy.idle,
    totalOctets: handedOut ? octets : null,
    downKbps,
    upKbps,
    interimSeconds: interim(given, octets, seconds),
  };
};
