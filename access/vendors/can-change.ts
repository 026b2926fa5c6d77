import type { Profile } from "../quota/standing.ts";
import type { Vendor } from "./vendor.ts";

const FILTERED: Profile = "government-only";

/**
 * Whether a CoA-Request brings a running session from one profile to another; where it does not, the session has to be
 * ended, and signs in again under the new one.
 *
 * A filter is taken off by leaving it out, as a full session names none: only a family that forgets what a request
 * leaves out lets go of it.
 *
 * @param from  the profile it has now
 */
export const canChange = ({ coa }: Vendor, from: string, to: Profile): boolean => {
  if (!coa.changesLimits) return false;
  if (to === FILTERED) return coa.changes.includes("profile");
  return from !== FILTERED || coa.wholeProfile;
};
