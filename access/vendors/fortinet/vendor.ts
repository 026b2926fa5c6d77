import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { rolesIn } from "../profile-names.ts";
import { nameIn } from "../role.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

const FORTINET = 12_356;
const GROUP_NAME = 1;

/**
 * Fortinet FortiGate and FortiWiFi.
 *
 * Speed and filter live in the group that Fortinet-Group-Name (dictionary.fortinet) names. CoA has to be switched on;
 * a request that also names the NAS was refused. Session-Timeout counts only where the group's authentication
 * timeout allows it; the direction of its reports is unverified.
 */
export const fortinet: Vendor = {
  label: "Fortinet FortiGate",
  dialect: "generic",
  signIn: "none",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["user-name", "acct-session-id", "framed-ip-address"],
    fallbacks: [["user-name", "acct-session-id"]],
    changes: ["profile"],
  },
  renewEvery: null,
  cannot: ["octets", "speed", "redirect", "change-speed"],
  unsure: ["idle", "vlan"],
  naming: rolesIn("Fortinet-Group-Name"),
  limitAttributes: nameIn(FORTINET, GROUP_NAME),
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
