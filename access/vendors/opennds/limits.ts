import type { SessionLimits } from "../../admission/limits.ts";

/** openNDS counts volume in these, octets. */
export const KIB = 1_024;

const whole = (amount: number | null): number => (amount === null ? 0 : Math.max(1, Math.floor(amount)));

/**
 * Limits as openNDS reads them from its BinAuth script: seconds, kbit/s up and down, KiB up and down; 0 is no limit.
 *
 * What is left of a volume holds for each direction alone: both together are counted here, from what it reports.
 */
export const limitsLine = ({ sessionTimeout, upKbps, downKbps, totalOctets }: SessionLimits): string => {
  const volume = whole(totalOctets === null ? null : totalOctets / KIB);
  return [whole(sessionTimeout), whole(upKbps), whole(downKbps), volume, volume].join(" ");
};
