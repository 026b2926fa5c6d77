import type { Nas } from "../nas/nas.ts";
import type { Policy } from "../plan/plan.ts";
import { type PersonStanding, standingAt } from "../quota/read-standing.ts";
import type { World } from "../runtime/world.ts";
import { liveDevices } from "../session/live.ts";
import { holds } from "../vendors/holds.ts";
import { VENDORS } from "../vendors/vendors.ts";
import type { Facts } from "./admission.ts";

/** Whether a request to change or end a session reaches a NAS, as far as is known. */
const isReached = (nas: Nas): boolean =>
  VENDORS[nas.kind].polls === true ||
  (nas.coaAddress !== null && VENDORS[nas.kind].coa.means !== "none" && !nas.changeFault);

/** Whether a session at a NAS can be changed while it runs. */
const isChangeable = (nas: Nas): boolean => isReached(nas) && VENDORS[nas.kind].coa.changesLimits;

/** A session that nothing from here reaches must come back so often, seconds, to take what changed meanwhile. */
const RENEW_EVERY = 3_600;

/** Seconds after which a session at a NAS must sign in again: the last rung where neither CoA nor Disconnect is obeyed. */
const renewEveryOf = (nas: Nas): number | null =>
  nas.renewEvery ?? VENDORS[nas.kind].renewEvery ?? (isReached(nas) ? null : RENEW_EVERY);

/** The policy as a NAS can keep it: where a family cannot hold what comes after the end, the end is the end. */
const keptBy = (nas: Nas, policy: Policy): Policy =>
  policy.atEnd.kind === "stop" || holds(VENDORS[nas.kind], policy.atEnd.kind)
    ? policy
    : { ...policy, atEnd: { kind: "stop" } };

/** What is known of a person for a decision, wherever it was read. */
export type KnownPerson = Pick<Facts, "status" | "planSince" | "policy" | "lines">;

/** The facts of a decision about a person at a NAS. */
export const factsAt = (nas: Nas, person: KnownPerson, otherDevices: number): Facts => ({
  ...person,
  policy: keptBy(nas, person.policy),
  otherDevices,
  zone: nas.zone,
  changeable: isChangeable(nas),
  renewEvery: renewEveryOf(nas),
  interimSeconds: nas.interimSeconds,
});

/** The person's part of a standing. */
export const personOf = ({ subscriber, policy, lines }: PersonStanding): KnownPerson => ({
  status: subscriber.status,
  planSince: subscriber.planSince,
  policy,
  lines,
});

/** Facts beside the standing they were read from. */
export type Gathered = { readonly facts: Facts; readonly standing: PersonStanding };

/**
 * Reads everything a decision about a person at a NAS rests on.
 *
 * @param mac  the device that wants in, whose own older sessions take no room; empty when the NAS does not say
 * @throws Failure `subscriber_unknown`, `plan_unknown`
 */
export const gather = async (
  world: World,
  subscriberId: number,
  nas: Nas,
  mac: string,
  at: number,
): Promise<Gathered> => {
  const [standing, live] = await Promise.all([
    standingAt(world, subscriberId, nas, at),
    liveDevices(world.redis, subscriberId, at),
  ]);
  const others = new Set(live.map((device) => device.mac).filter((known) => known !== mac));
  return { standing, facts: factsAt(nas, personOf(standing), others.size) };
};
