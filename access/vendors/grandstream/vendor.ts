import { NO_COA } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/** Grandstream GWN with an external splash page ("Universal Platform"). No CoA is documented, nor a filter by RADIUS. */
export const grandstream: Vendor = {
  label: "Grandstream GWN",
  dialect: "generic",
  signIn: "none",
  evidence: "unverified",
  coa: NO_COA,
  renewEvery: 1_800,
  cannot: ["octets", "filter", "redirect", "change", "disconnect"],
  unsure: ["speed", "vlan"],
  naming: NAMELESS,
  limitAttributes: wisprBandwidth,
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
