import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";
import { longVolume } from "../volume.ts";

const CAMBIUM = 17_713;
const QUOTA_TOTAL = 155;
const QUOTA_TOTAL_GIGAWORDS = 156;

const volume = longVolume(CAMBIUM, QUOTA_TOTAL, QUOTA_TOTAL_GIGAWORDS);

/** Cambium cnPilot and XV, with volume of 64 bits (dictionary.cambium). No role or filter by RADIUS is documented. */
export const cambium: Vendor = {
  label: "Cambium cnPilot, XV",
  dialect: "generic",
  signIn: "none",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    identify: ["user-name", "calling-station-id"],
    fallbacks: [["calling-station-id"], ["acct-session-id"]],
  },
  renewEvery: null,
  cannot: ["filter", "redirect", "change"],
  unsure: ["vlan"],
  naming: NAMELESS,
  limitAttributes: (limits) => [...wisprBandwidth(limits), ...volume(limits)],
  vlanAttributes: tunnel,
  redirectAttributes: nothing,
};
