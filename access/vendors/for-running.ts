import type { SessionLimits } from "../admission/limits.ts";
import type { Vendor } from "./vendor.ts";

/** Below 2^32 bit/s, above what any access point of a public hotspot carries. */
const AS_GOOD_AS_UNLIMITED_KBPS = 4_000_000;
/** Twenty days: beyond any session of a phone, and below 2^31 ms, in case a device counts so (unverified). */
const AS_GOOD_AS_ENDLESS_SECONDS = 1_728_000;

/**
 * Limits as a running session must hear them.
 *
 * Most families keep what a CoA-Request leaves out, so that "unlimited" has to be said as a rate nobody reaches and an end
 * nobody waits for; else a slowed person would stay slow, and be cut at an end that was lifted. No document tells how a
 * limit is taken off. An idle time that was lifted stays: one as good as none would keep those online, and count their
 * time, who went away long ago, where the old one only makes who was idle sign in again. So does a volume: who keeps what is
 * left out cannot be told another.
 */
export const forRunning = (vendor: Vendor, limits: SessionLimits): SessionLimits =>
  vendor.coa.wholeProfile
    ? limits
    : {
        ...limits,
        sessionTimeout: limits.sessionTimeout ?? AS_GOOD_AS_ENDLESS_SECONDS,
        downKbps: limits.downKbps ?? AS_GOOD_AS_UNLIMITED_KBPS,
        upKbps: limits.upKbps ?? AS_GOOD_AS_UNLIMITED_KBPS,
      };
