import { NO_COA } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import { rates } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { shortVolume } from "../volume.ts";

const PFSENSE = 13_644;
const BANDWIDTH_MAX_UP = 1;
const BANDWIDTH_MAX_DOWN = 2;
const MAX_TOTAL_OCTETS = 3;

const bandwidth = rates({
  vendor: PFSENSE,
  down: BANDWIDTH_MAX_DOWN,
  up: BANDWIDTH_MAX_UP,
  perKbps: 1000,
});
const volume = shortVolume(PFSENSE, MAX_TOTAL_OCTETS);

/**
 * pfSense captive portal, from its source; rates in bit/s, volume of 32 bits (dictionary.pfsense).
 *
 * There is no CoA. Its option to authenticate again every minute ends a session once the answer is a reject, and needs
 * the access point's permission here. Its form wants field names of its own.
 */
export const pfsense: Vendor = {
  label: "pfSense",
  dialect: "generic",
  signIn: "none",
  evidence: "source",
  coa: NO_COA,
  renewEvery: 1_800,
  cannot: ["octets-over-4-gib", "filter", "vlan", "redirect", "change", "disconnect"],
  unsure: [],
  naming: NAMELESS,
  limitAttributes: (limits) => [...bandwidth(limits), ...volume(limits)],
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
