import type { SessionLimits } from "../admission/limits.ts";
import type { Vendor } from "./vendor.ts";

/** Below 2^32 bit/s, above what any access point of a public hotspot carries. */
const AS_GOOD_AS_UNLIMITED_KBPS = 4_000_000;

/**
 * Limits as a running session must hear them.
 *
 * Most families keep what a CoA-Request leaves out, so that "unlimited" has to be said as a rate nobody reaches; else a
 * slowed person would stay slow.
 */
export const forRunning = (vendor: Vendor, limits: SessionLimits): SessionLimits =>
  vendor.coa.wholeProfile
    ? limits
    : {
        ...limits,
        downKbps: limits.downKbps ?? AS_GOOD_AS_UNLIMITED_KBPS,
        upKbps: limits.upKbps ?? AS_GOOD_AS_UNLIMITED_KBPS,
      };
