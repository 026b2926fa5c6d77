import { arubaRedirect, arubaRole, arubaVlan } from "../aruba.ts";
import { DISCONNECT } from "../coa.ts";
import { rolesIn } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";

/**
 * ArubaOS mobility controllers and gateways.
 *
 * Speed and filter live in the role, which is all a CoA changes. A session is known by Calling-Station-Id beside
 * NAS-IP-Address, and not by Acct-Session-Id.
 */
export const arubaController: Vendor = {
  label: "ArubaOS controller",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["calling-station-id"],
    beside: ["nas-ip-address"],
    fallbacks: [["calling-station-id"], ["framed-ip-address"]],
    accepts: ["nas-ip-address"],
    changes: ["profile"],
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  renewEvery: null,
  cannot: ["octets", "speed", "change-speed"],
  unsure: [],
  naming: rolesIn("Aruba-User-Role"),
  limitAttributes: arubaRole,
  vlanAttributes: arubaVlan,
  redirectAttributes: arubaRedirect,
};
