import { ciscoAskAgain, ciscoRedirect } from "../cisco-web-auth.ts";
import { DISCONNECT } from "../coa.ts";
import { rolesIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * Cisco Catalyst 9800 and IOS-XE.
 *
 * Speed belongs to the policy that Filter-Id names (unverified on a device). A CoA only makes it ask again, so a change
 * ends the session.
 */
export const ciscoCatalyst: Vendor = {
  label: "Cisco Catalyst 9800",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    identify: ["calling-station-id"],
    fallbacks: [["calling-station-id", "nas-ip-address"], ["acct-session-id"]],
    accepts: ["nas-ip-address"],
    port: 1700,
  },
  renewEvery: null,
  cannot: ["octets", "speed", "change"],
  unsure: ["filter"],
  naming: rolesIn("Filter-Id"),
  limitAttributes: nameInFilterId,
  vlanAttributes: tunnel,
  redirectAttributes: ciscoRedirect,
  askAgain: ciscoAskAgain,
};
