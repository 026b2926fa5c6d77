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
 * Ruckus ZoneDirector and Unleashed with a WISPr hotspot service.
 *
 * Ruckus-User-Groups (dictionary.ruckus) names the role. Its NAS-Identifier is the radio's address, so it is known by
 * its source. ZoneDirector 9.10 wants Service-Type in a Disconnect.
 */
export const ruckusZonedirector: Vendor = {
  label: "Ruckus ZoneDirector, Unleashed",
  dialect: "generic",
  signIn: "none",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    identify: ["user-name", "calling-station-id"],
    beside: ["nas-ip-address"],
    fallbacks: [
      ["user-name", "calling-station-id"],
      ["user-name", "calling-station-id", "nas-ip-address", "service-type-login"],
    ],
    accepts: ["nas-ip-address"],
  },
  renewEvery: null,
  cannot: ["octets", "redirect", "change"],
  unsure: ["vlan"],
  naming: rolesIn("Ruckus-User-Groups"),
  limitAttributes: (limits, names) => [...wisprBandwidth(limits), ...group(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
