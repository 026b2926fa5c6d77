import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

/**
 * hostapd (OpenWrt and what is made from it), run as 802.1X authenticator with another server; it has no portal.
 *
 * Refuses what is not in its list of identifications (401), another NAS's identifier (403) and a session it does not
 * know (503), which is then over. There is no general CoA: one that names a limit is refused.
 */
export const hostapd: Vendor = {
  label: "hostapd (OpenWrt)",
  dialect: "generic",
  signIn: "none",
  evidence: "live",
  coa: {
    ...DISCONNECT,
    fallbacks: [["user-name"], ["calling-station-id"]],
    accepts: ["nas-ip-address", "nas-identifier"],
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  renewEvery: null,
  cannot: ["octets", "speed", "filter", "redirect", "change"],
  unsure: ["idle", "vlan"],
  naming: NAMELESS,
  limitAttributes: nothing,
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
