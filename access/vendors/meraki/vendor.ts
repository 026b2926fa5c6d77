import { ciscoAskAgain, ciscoRedirect } from "../cisco-web-auth.ts";
import { DISCONNECT } from "../coa.ts";
import { rolesIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * Cisco Meraki with sign-on splash: RADIUS comes from Meraki's cloud.
 *
 * Speed and filter live in a group policy, named by Filter-Id. Only Disconnect is understood, sent to the
 * organisation's own host name with Acct-Session-Id, and with an Event-Timestamp not more than 300 s off.
 */
export const meraki: Vendor = {
  label: "Cisco Meraki",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: { ...DISCONNECT, eventTimestamp: true },
  renewEvery: null,
  cannot: ["octets", "speed", "change"],
  unsure: ["idle", "vlan"],
  naming: rolesIn("Filter-Id"),
  limitAttributes: nameInFilterId,
  vlanAttributes: tunnel,
  redirectAttributes: ciscoRedirect,
  askAgain: ciscoAskAgain,
};
