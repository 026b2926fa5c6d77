import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { filtersIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * Any gateway that takes WISPr attributes and RFC 5176. Volume has no common attribute: it is counted here, and the
 * session changed or ended when it is used up.
 */
export const generic: Vendor = {
  label: "Generic (WISPr)",
  dialect: "generic",
  signIn: "operator",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["user-name", "acct-session-id", "calling-station-id"],
    fallbacks: [["user-name", "acct-session-id"], ["acct-session-id"], ["calling-station-id"]],
    accepts: ["nas-ip-address", "nas-identifier"],
    changes: ["session-timeout", "idle-timeout", "interim-interval", "speed", "profile"],
    changesLimits: true,
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  renewEvery: null,
  cannot: ["octets", "redirect", "lift"],
  unsure: ["speed", "filter", "vlan"],
  naming: filtersIn("Filter-Id"),
  limitAttributes: (limits, names) => [...wisprBandwidth(limits), ...nameInFilterId(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
