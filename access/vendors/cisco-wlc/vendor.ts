import { ciscoAskAgain, ciscoRedirect } from "../cisco-web-auth.ts";
import { DISCONNECT } from "../coa.ts";
import { filtersIn } from "../profile-names.ts";
import { nameIn } from "../role.ts";
import { rates } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";

const AIRESPACE = 14_179;
const ACL_NAME = 6;
const AVERAGE_CONTRACT = 7;
const AVERAGE_CONTRACT_UPSTREAM = 13;

const contracts = rates({
  vendor: AIRESPACE,
  down: AVERAGE_CONTRACT,
  up: AVERAGE_CONTRACT_UPSTREAM,
  perKbps: 1,
});
const acl = nameIn(AIRESPACE, ACL_NAME);

/**
 * Cisco WLC (AireOS), with bandwidth contracts in kbit/s (dictionary.airespace).
 *
 * A CoA only makes it ask again, so a change ends the session. Its Disconnect wants Service-Type Login-User, and
 * listens on 1700. Old images write the client's IP address into Calling-Station-Id (unverified).
 */
export const ciscoWlc: Vendor = {
  label: "Cisco WLC (AireOS)",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    identify: ["calling-station-id"],
    beside: ["service-type-login"],
    fallbacks: [["calling-station-id", "nas-ip-address"], ["calling-station-id"]],
    accepts: ["nas-ip-address"],
    port: 1700,
  },
  renewEvery: null,
  cannot: ["octets", "change"],
  unsure: [],
  naming: filtersIn("Airespace-ACL-Name"),
  limitAttributes: (limits, names) => [...contracts(limits), ...acl(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: ciscoRedirect,
  askAgain: ciscoAskAgain,
};
