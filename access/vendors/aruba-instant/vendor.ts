import { arubaRedirect, arubaRole, arubaVlan } from "../aruba.ts";
import { DISCONNECT } from "../coa.ts";
import { rolesIn } from "../profile-names.ts";
import type { Vendor } from "../vendor.ts";

/**
 * Aruba Instant, Instant On and Central.
 *
 * Speed and filter live in the role, which is all a CoA changes. It knows a session by the device's address without
 * separators, in User-Name and in Calling-Station-Id.
 */
export const arubaInstant: Vendor = {
  label: "Aruba Instant",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["user-name", "calling-station-id"],
    fallbacks: [["user-name", "calling-station-id", "nas-ip-address"], ["calling-station-id"]],
    accepts: ["nas-ip-address"],
    userName: "mac",
    callingStationId: "aabb",
    changes: ["profile"],
  },
  renewEvery: null,
  cannot: ["octets", "speed", "change-speed"],
  unsure: [],
  naming: rolesIn("Aruba-User-Role"),
  limitAttributes: arubaRole,
  vlanAttributes: arubaVlan,
  redirectAttributes: arubaRedirect,
};
