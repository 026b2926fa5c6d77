import { NO_COA } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";

/** OPNsense captive portal, from its source: obeys Session-Timeout and Acct-Interim-Interval alone, and has no CoA. */
export const opnsense: Vendor = {
  label: "OPNsense",
  dialect: "generic",
  signIn: "none",
  evidence: "source",
  coa: NO_COA,
  renewEvery: 1_800,
  cannot: ["octets", "speed", "idle", "filter", "vlan", "redirect", "change", "disconnect"],
  unsure: [],
  naming: NAMELESS,
  limitAttributes: nothing,
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
