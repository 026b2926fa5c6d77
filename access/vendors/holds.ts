import type { Profile } from "../quota/standing.ts";
import type { Vendor } from "./vendor.ts";

/**
 * Whether a family keeps a session within a profile.
 *
 * Where it does not, the session would go on unhindered once its allowance is used up, so it has to be ended instead.
 */
export const holds = ({ cannot }: Vendor, profile: Profile): boolean =>
  profile === "full" ||
  !cannot.includes("filter") || // a role holds the slow speed as well
  (profile === "slow" && !cannot.includes("speed"));
