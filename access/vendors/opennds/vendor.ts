import { NO_COA } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";

/**
 * openNDS (OpenWrt, Debian), run as version 9.10: no RADIUS. The gateway asks the portal whether a device may go
 * online and who has to leave, by a script beside it (`gateway.sh`); limits go back in the same words (`limits.ts`).
 */
export const opennds: Vendor = {
  label: "openNDS",
  dialect: "opennds",
  signIn: "own",
  evidence: "live",
  coa: NO_COA,
  polls: true,
  renewEvery: null,
  cannot: ["idle", "filter", "vlan", "redirect", "change"],
  unsure: [],
  naming: NAMELESS,
  limitAttributes: nothing,
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
