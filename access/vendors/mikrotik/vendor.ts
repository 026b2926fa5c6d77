import type { SessionLimits } from "../../admission/limits.ts";
import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { filtersIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import type { Vendor } from "../vendor.ts";
import { longVolume } from "../volume.ts";
import { type ReplyAttribute, textOf } from "../wire.ts";

const MIKROTIK = 14_988;
const RATE_LIMIT = 8;
const TOTAL_LIMIT = 17;
const TOTAL_LIMIT_GIGAWORDS = 18;

/** Says "unlimited" in the one direction that is; the text cannot leave it out, for one rate alone counts for both. */
const AS_GOOD_AS_UNLIMITED_KBPS = 4_000_000;

/** `up/down`: the router receives what the person sends. */
const rate = ({ upKbps, downKbps }: SessionLimits): readonly ReplyAttribute[] => {
  if (upKbps === null && downKbps === null) return [];
  const [up, down] = [upKbps ?? AS_GOOD_AS_UNLIMITED_KBPS, downKbps ?? AS_GOOD_AS_UNLIMITED_KBPS];
  return [textOf(MIKROTIK, RATE_LIMIT, `${up}k/${down}k`)];
};

const volume = longVolume(MIKROTIK, TOTAL_LIMIT, TOTAL_LIMIT_GIGAWORDS);

/**
 * MikroTik RouterOS hotspot. From its manual, no device was at hand: that a CoA may carry Event-Timestamp and
 * Message-Authenticator is unverified, and so is the direction of its reports, for which the manual says both. A CoA
 * does not change Total-Limit. Its VLAN attributes are for its wireless, not for its hotspot.
 */
export const mikrotik: Vendor = {
  label: "MikroTik",
  dialect: "mikrotik",
  signIn: "own",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["user-name", "framed-ip-address", "acct-session-id"],
    fallbacks: [["user-name", "acct-session-id"], ["framed-ip-address"]],
    callingStationId: "AA:BB",
    changes: ["session-timeout", "idle-timeout", "speed", "profile"],
    fixed: [
      { vendor: MIKROTIK, type: TOTAL_LIMIT },
      { vendor: MIKROTIK, type: TOTAL_LIMIT_GIGAWORDS },
    ],
    changesLimits: true,
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  renewEvery: null,
  cannot: ["vlan", "redirect", "change-octets", "lift"],
  unsure: [],
  naming: filtersIn("Filter-Id"),
  limitAttributes: (limits, names) => [...rate(limits), ...volume(limits), ...nameInFilterId(limits, names)],
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};
