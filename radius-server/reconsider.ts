import { type Admission, decide, serviceOf } from "#access/admission/admission";
import { factsAt, keptBy, personOf } from "#access/admission/gather";
import type { Judged } from "#access/admission/step";
import { isTakenFrom } from "#access/admission/taken";
import type { Nas } from "#access/nas/nas";
import { markOf } from "#access/notice/claim-live";
import { policyInForce } from "#access/plan/plan";
import { type PersonStanding, periodsOf, standingAt } from "#access/quota/read-standing";
import { linesOf } from "#access/quota/standing";
import { tagOf } from "#access/redis/keys";
import { ageOf } from "#access/session/age";
import type { Booking, Counted } from "#access/session/booking";
import { SLOW_IGNORED } from "#access/session/order";
import type { LiveSession, Wish } from "#access/session/packed";
import { rightEndsAt } from "./mac-login/right-ends-at.ts";
import type { Server } from "./server-world.ts";
import { until } from "./until.ts";

/** What a running session should be now, and why. */
export type Wanted = { readonly wish: Wish; readonly cause: string };

/** The wish that follows from an admission of a running session. @param cause  why it is looked at anew */
export const wishOf = (admission: Admission, cause = "quota"): Wanted => {
  if (admission.kind === "refused") return { wish: "end", cause: admission.code };
  const { profile } = admission.limits;
  if (cause !== SLOW_IGNORED) return { wish: profile, cause };
  return profile === "slow" ? { wish: "end", cause } : { wish: profile, cause: "quota" };
};

/** Why a session is looked at: for what was wished already where that is owed still, else for the cause given. */
export const reasonOf = ({ wishCause }: Pick<LiveSession, "wishCause">, cause: string): string =>
  wishCause === "plan" || wishCause === SLOW_IGNORED ? wishCause : cause;

/**
 * What a session should be after a report, by the house's one policy; `undefined` when that is what it is already, or
 * is wished already, or when the report speaks of a period that is over.
 */
export const wantedAfter = (
  { planTable, world }: Pick<Server, "planTable" | "world">,
  nas: Nas,
  booking: Booking,
  counted: Counted,
): Wanted | undefined => {
  const { subscriber, wish, ended, profile } = counted;
  if (ended || wish) return undefined;
  const plan = subscriber && planTable.byId(subscriber.planId);
  if (!plan) return undefined;
  const at = world.now();
  const policy = policyInForce(plan, planTable.overrides(), nas.siteChain, at);
  const anchorDay = booking.anchorDay;
  const periods = periodsOf(at, nas.zone, anchorDay, subscriber.planSince);
  if (periods.day.startsAt !== booking.dayStartsAt) return undefined;
  const service = serviceOf(
    {
      status: subscriber.status,
      planSince: subscriber.planSince,
      policy: keptBy(nas, policy),
      lines: linesOf(policy, counted, subscriber.topUps, periods),
      otherDevices: 0,
      zone: nas.zone,
    },
    at,
  );
  if (typeof service !== "string") return { wish: "end", cause: service.code };
  return service === profile ? undefined : { wish: service, cause: "quota" };
};

/** How work that follows from a plan's rules is called (`access/notice/claim.lua`). */
export const aboutPlan = (planId: number): string => `plan:${planId}`;

/** Another server may have acted already on rules that this one has not read yet; none falls behind them. */
const latestStanding = async (
  { world, planTable }: Pick<Server, "world" | "planTable">,
  session: LiveSession,
  nas: Nas,
  at: number,
): Promise<PersonStanding> => {
  const marks = planTable.marks(); // of what was read before the standing was
  const standing = await standingAt(world, session.subscriberId, nas, at, session);
  const { id } = standing.plan;
  const acted = await markOf(world.redis, { tag: tagOf(session.subscriberId), about: aboutPlan(id) });
  if (acted === null || acted === marks.get(id)) return standing;
  await planTable.readAgain();
  return standingAt(world, session.subscriberId, nas, at, session);
};

/** What a running session should be now, with the limits it should have; asked when a plan or a person has changed. */
export const judgedNow = async (
  server: Pick<Server, "world" | "planTable">,
  session: LiveSession,
  nas: Nas,
): Promise<Judged> => {
  const at = server.world.now();
  const standing = await latestStanding(server, session, nas, at);
  const of = {
    planId: standing.plan.id,
    isTaken: isTakenFrom(server.planTable, standing, session, nas, at),
  };
  const admission = decide({ ...factsAt(nas, personOf(standing), 0), age: ageOf(session, at) }, at);
  if (admission.kind === "refused") return { admission, ...of };
  const limits = until(admission.limits, await rightEndsAt(server, session, nas), at);
  return { admission: { ...admission, limits }, ...of };
};
