import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * Ubiquiti UniFi: the controller's hotspot with RADIUS, and its access points with VLANs by RADIUS.
 *
 * The hotspot obeys Session-Timeout alone. Which side its reports count from is unverified.
 */
export const unifi: Vendor = {
  label: "Ubiquiti UniFi",
  dialect: "generic",
  signIn: "none",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    identify: ["user-name", "calling-station-id"],
    fallbacks: [["acct-session-id"], ["user-name", "calling-station-id", "nas-ip-address"]],
    accepts: ["nas-ip-address"],
  },
  renewEvery: null,
  cannot: ["octets", "speed", "idle", "interim", "filter", "redirect", "change"],
  unsure: ["vlan"],
  naming: NAMELESS,
  limitAttributes: nothing,
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
