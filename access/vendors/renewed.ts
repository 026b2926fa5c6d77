import type { SessionLimits } from "../admission/limits.ts";
import type { Vendor } from "./vendor.ts";

/** Limits with the session kept as short as the family needs it, where it cannot be ended from here. */
export const renewed = (vendor: Vendor, limits: SessionLimits): SessionLimits => {
  const { renewEvery } = vendor;
  if (renewEvery === null) return limits;
  return { ...limits, sessionTimeout: Math.min(limits.sessionTimeout ?? renewEvery, renewEvery) };
};
