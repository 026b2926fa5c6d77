import type { Profile } from "../quota/standing.ts";
import { SLOW_IGNORED } from "../session/order.ts";
import type { LiveSession } from "../session/packed.ts";
import { canChange } from "../vendors/can-change.ts";
import { namesAt } from "../vendors/names-at.ts";
import { VENDORS } from "../vendors/vendors.ts";
import type { Admission } from "./admission.ts";

/** A running session's admission by what holds now, and the plan its person has now. */
export type Judged = {
  readonly admission: Admission;
  readonly planId: number;
  /** whether that plan's rules give less than some it was let in by (`isTakenFrom`) */
  readonly isTaken: boolean;
};

/** What brings a running session to what holds now. */
export type Step = "end" | "change" | "nothing";

type Running = Pick<LiveSession, "profile" | "planId">;

/**
 * Whether a session may go on under the limits it has: its profile is the same, and the rules it was let in by have not
 * changed, or give more. What was given on top counts from the next sign-in then, and an end at the old mark is better
 * than one now.
 *
 * @param cause  why it is looked at: `plan` where the rules of its plan changed
 */
export const mayGoOn = (
  session: Running,
  profile: Profile,
  { planId, isTaken }: Pick<Judged, "planId" | "isTaken">,
  cause: string,
): boolean => profile === session.profile && planId === session.planId && !(cause === "plan" && isTaken);

/** What is to be done about a session at a NAS, by the mildest means that will do; pure. */
export const stepOf = (
  nas: Parameters<typeof namesAt>[0],
  session: Running,
  { admission, ...judged }: Judged,
  cause: string,
): Step => {
  if (admission.kind === "refused") return "end";
  const { profile } = admission.limits;
  if (profile === "slow" && cause === SLOW_IGNORED) return "end";
  if (canChange(VENDORS[nas.kind], namesAt(nas), session.profile, profile)) return "change";
  return mayGoOn(session, profile, judged, cause) ? "nothing" : "end";
};
