import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { NAMELESS } from "../profile-names.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { shortVolume } from "../volume.ts";

const CHILLISPOT = 14_559;
const MAX_TOTAL_OCTETS = 3;

const volume = shortVolume(CHILLISPOT, MAX_TOTAL_OCTETS);

/**
 * uspot (OpenWrt, OpenWiFi), from its source.
 *
 * Speaks UAM, but refuses a CoA or Disconnect that holds any attribute it does not know, and Event-Timestamp,
 * Message-Authenticator and every vendor attribute are unknown to it. A CoA changes its three timers alone, so a
 * change of speed ends the session. Its volume has 32 bits; speed needs its package `ratelimit`.
 */
export const uspot: Vendor = {
  label: "uspot (OpenWrt)",
  dialect: "uam",
  signIn: "own",
  evidence: "source",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["acct-session-id"],
    fallbacks: [["user-name", "acct-session-id"], ["calling-station-id"]],
    accepts: ["nas-identifier"],
    changes: ["session-timeout", "idle-timeout", "interim-interval"],
  },
  renewEvery: null,
  cannot: ["octets-over-4-gib", "filter", "vlan", "redirect", "change-speed", "change-octets"],
  unsure: ["speed"],
  naming: NAMELESS,
  limitAttributes: (limits) => [...wisprBandwidth(limits), ...volume(limits)],
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
