import type { Vendor } from "../vendor.ts";
import { filter, wisprBandwidth } from "../wire.ts";

/**
 * Any gateway that takes WISPr attributes and RFC 5176. Volume has no common attribute: it is counted here, and the
 * session changed or ended when it is used up.
 */
export const generic: Vendor = {
  label: "Generic (WISPr)",
  dialect: "generic",
  coa: {
    identify: ["user-name", "acct-session-id", "calling-station-id"],
    fixed: [],
    changesLimits: true,
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  limitAttributes: (limits) => [...wisprBandwidth(limits), ...filter(limits)],
};
