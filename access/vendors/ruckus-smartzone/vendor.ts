import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { rolesIn } from "../profile-names.ts";
import { nameIn } from "../role.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

const RUCKUS = 25_053;
const USER_GROUPS = 1;

const group = nameIn(RUCKUS, USER_GROUPS);

/**
 * Ruckus SmartZone, vSZ and Ruckus One.
 *
 * The role's traffic profile is said to win over WISPr bandwidth, so a slow role is named beside the rate (unverified).
 * Ruckus-Max-DL-UL-Quota (144, dictionary.ruckus) has no documented unit and is not sent. Its AAA service has to be in proxy
 * mode for a Disconnect to arrive.
 */
export const ruckusSmartzone: Vendor = {
  label: "Ruckus SmartZone",
  dialect: "generic",
  signIn: "none",
  evidence: "unverified",
  coa: {
    ...DISCONNECT,
    identify: ["user-name", "calling-station-id"],
    beside: ["nas-ip-address"],
    fallbacks: [["user-name", "calling-station-id"], ["acct-session-id"]],
    accepts: ["nas-ip-address"],
  },
  renewEvery: 3_600,
  cannot: ["octets", "redirect", "change"],
  unsure: ["speed", "vlan", "disconnect"],
  naming: rolesIn("Ruckus-User-Groups"),
  limitAttributes: (limits, names) => [...wisprBandwidth(limits), ...group(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
