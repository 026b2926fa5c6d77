import type { Nas } from "../nas/nas.ts";
import type { Policy } from "../plan/plan.ts";
import { planTable } from "../plan/table.ts";
import { knownPerson, type PersonStanding, standingOfPerson } from "../quota/read-standing.ts";
import type { World } from "../runtime/world.ts";
import { ageOf } from "../session/age.ts";
import { goingOn } from "../session/live.ts";
import type { LiveSession } from "../session/packed.ts";
import type { LivePerson } from "../subscriber/live.ts";
import { holds } from "../vendors/holds.ts";
import { isReached } from "../vendors/reach.ts";
import { VENDORS } from "../vendors/vendors.ts";
import type { Facts } from "./admission.ts";

/** Whether a session at a NAS can be changed while it runs. */
const isChangeable = (nas: Nas): boolean => isReached(nas) && VENDORS[nas.kind].coa.changesLimits;

/** A session that nothing from here reaches must come back so often, seconds, to take what changed meanwhile. */
const RENEW_EVERY = 3_600;

/** Seconds after which a session at a NAS must sign in again: the last rung where neither CoA nor Disconnect is obeyed. */
const renewEveryOf = (nas: Nas): number | null =>
  nas.renewEvery ?? VENDORS[nas.kind].renewEvery ?? (isReached(nas) ? null : RENEW_EVERY);

/** A policy as a NAS can keep it: where a family cannot hold what comes after the end, the end is the end. */
export const keptBy = (nas: Nas, policy: Policy): Policy =>
  policy.atEnd.kind === "stop" || holds(VENDORS[nas.kind], policy.atEnd.kind)
    ? policy
    : { ...policy, atEnd: { kind: "stop" } };

/** What is known of a person for a decision, wherever it was read. */
export type KnownPerson = Pick<Facts, "status" | "planSince" | "policy" | "lines">;

/** The facts of a decision about a person at a NAS. */
export const factsAt = (nas: Nas, person: KnownPerson, otherDevices: number): Facts => ({
  status: person.status,
  planSince: person.planSince,
  lines: person.lines,
  policy: keptBy(nas, person.policy),
  otherDevices,
  zone: nas.zone,
  changeable: isChangeable(nas),
  renewEvery: renewEveryOf(nas),
  interimSeconds: nas.interimSeconds,
});

/** The person's part of a standing. */
export const personOf = ({ person, policy, lines }: PersonStanding): KnownPerson => ({
  status: person.status,
  planSince: person.planSince,
  policy,
  lines,
});

/** Facts beside the standing they were read from. */
export type Gathered = { readonly facts: Facts; readonly standing: PersonStanding };

/** Listed sessions of other devices than the one that wants in, whose own older sessions take no room. */
const othersIn = ({ live }: LivePerson, mac: string): LivePerson["live"] =>
  live.length === 0 ? live : live.filter((session) => session.mac !== mac);

const devicesAmong = async (
  { redis }: Pick<World, "redis">,
  subscriberId: number,
  listed: LivePerson["live"],
  at: number,
): Promise<number> => {
  const others = await goingOn(redis, subscriberId, listed, at);
  return new Set(others.map(({ mac }) => mac)).size;
};

/**
 * Everything a decision about a person at a NAS rests on, where the person was read already.
 *
 * @param mac  the device that wants in; empty when the NAS does not say
 * @param session  the session that goes on, whose own use and age count; null for one that begins
 * @returns at once for who is on no other device, as nearly everybody is
 * @throws Failure `plan_unknown`
 */
export const gatherOf = (
  world: Pick<World, "redis">,
  plans: Parameters<typeof standingOfPerson>[0],
  subscriberId: number,
  person: LivePerson,
  nas: Nas,
  mac: string,
  at: number,
  session: LiveSession | null = null,
): Gathered | Promise<Gathered> => {
  const standing = standingOfPerson(plans, person, nas, at, session);
  const beside = (devices: number): Gathered => {
    const facts = factsAt(nas, personOf(standing), devices);
    return { standing, facts: session ? { ...facts, age: ageOf(session, at) } : facts };
  };
  const listed = othersIn(person, mac);
  return listed.length === 0 ? beside(0) : devicesAmong(world, subscriberId, listed, at).then(beside);
};

/**
 * Reads everything a decision about a person at a NAS rests on.
 *
 * @throws Failure `subscriber_unknown`, `plan_unknown`
 */
export const gather = async (
  world: World,
  subscriberId: number,
  nas: Nas,
  mac: string,
  at: number,
  session: LiveSession | null = null,
): Promise<Gathered> => {
  const [person, plans] = await Promise.all([knownPerson(world, subscriberId), planTable.of(world)]);
  return gatherOf(world, plans, subscriberId, person, nas, mac, at, session);
};
