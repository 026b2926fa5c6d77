import { NO_COA } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";

/**
 * TP-Link Omada with an external portal and external RADIUS.
 *
 * That it obeys WISPr bandwidth is unverified. Its own limits (TPLink-Recv-limit 1 and -Xmit-limit 2,
 * dictionary.tplink) count each way apart and their unit is unverified, so they are not sent.
 */
export const omada: Vendor = {
  label: "TP-Link Omada",
  dialect: "generic",
  signIn: "none",
  evidence: "vendor-document",
  coa: NO_COA,
  renewEvery: 1_800,
  cannot: ["octets", "filter", "vlan", "redirect", "change", "disconnect"],
  unsure: ["speed"],
  naming: NAMELESS,
  limitAttributes: wisprBandwidth,
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
