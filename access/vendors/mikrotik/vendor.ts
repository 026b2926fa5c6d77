import type { SessionLimits } from "../../admission/limits.ts";
import type { ReplyAttribute, Vendor } from "../vendor.ts";
import { filter, leftOf, split, text } from "../wire.ts";

const MIKROTIK = 14988;
const RATE_LIMIT = 8;
const TOTAL_LIMIT = 17;
const TOTAL_LIMIT_GIGAWORDS = 18;

/** Says "unlimited" in the one direction that is; the text cannot leave it out, for one rate alone counts for both. */
const AS_GOOD_AS_UNLIMITED_KBPS = 4_000_000;

/** `up/down`: the router receives what the person sends. */
const rate = ({ upKbps, downKbps }: SessionLimits): readonly ReplyAttribute[] => {
  if (upKbps === null && downKbps === null) return [];
  const [up, down] = [upKbps ?? AS_GOOD_AS_UNLIMITED_KBPS, downKbps ?? AS_GOOD_AS_UNLIMITED_KBPS];
  return [{ vendor: MIKROTIK, type: RATE_LIMIT, value: text(`${up}k/${down}k`) }];
};

const volume = (totalOctets: number | null): readonly ReplyAttribute[] => {
  const left = leftOf(totalOctets);
  if (left === undefined) return [];
  const { low, gigawords } = split(left);
  return [
    { vendor: MIKROTIK, type: TOTAL_LIMIT, value: low },
    { vendor: MIKROTIK, type: TOTAL_LIMIT_GIGAWORDS, value: gigawords },
  ];
};

/**
 * MikroTik RouterOS hotspot. From its manual, no device was at hand: that a CoA may carry Event-Timestamp and
 * Message-Authenticator is unverified, and a CoA does not change Total-Limit.
 */
export const mikrotik: Vendor = {
  label: "MikroTik",
  dialect: "mikrotik",
  coa: {
    identify: ["user-name", "framed-ip-address", "acct-session-id"],
    fixed: [
      { vendor: MIKROTIK, type: TOTAL_LIMIT },
      { vendor: MIKROTIK, type: TOTAL_LIMIT_GIGAWORDS },
    ],
    changesLimits: true,
    eventTimestamp: true,
    messageAuthenticator: true,
  },
  limitAttributes: (limits) => [...rate(limits), ...volume(limits.totalOctets), ...filter(limits)],
};
