import type { Profile } from "../quota/standing.ts";
import type { ProfileNames } from "./profile-names.ts";
import type { Vendor } from "./vendor.ts";

/**
 * Whether a CoA-Request brings a running session from one profile to another; where it does not, the session has to be
 * ended, and signs in again under the new one.
 *
 * A role or filter is taken off by leaving it out, where the new profile names none: only a family that forgets what a
 * request leaves out lets go of it.
 *
 * @param names  what its NAS calls each profile
 * @param from  the profile it has now
 */
export const canChange = ({ coa }: Vendor, names: ProfileNames, from: string, to: Profile): boolean => {
  if (!coa.changesLimits) return false;
  const called: Readonly<Record<string, string | null>> = names;
  const was = called[from] ?? null;
  const is = names[to];
  if (was === is) return true;
  return is === null ? coa.wholeProfile : coa.changes.includes("profile");
};
