import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { filtersIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * Ruijie and Reyee. Nothing it obeys is confirmed beyond the standard attributes, so all else is sent on trust and
 * the session kept short.
 */
export const ruijie: Vendor = {
  label: "Ruijie, Reyee",
  dialect: "generic",
  signIn: "none",
  evidence: "unverified",
  coa: { ...DISCONNECT, fallbacks: [["user-name", "acct-session-id"], ["calling-station-id"]] },
  renewEvery: 3_600,
  cannot: ["octets", "redirect", "change"],
  unsure: ["speed", "filter", "vlan", "disconnect"],
  naming: filtersIn("Filter-Id"),
  limitAttributes: (limits, names) => [...wisprBandwidth(limits), ...nameInFilterId(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
