import type { ReplyAttribute, Vendor } from "../vendor.ts";
import { filter, leftOf, split, wisprBandwidth } from "../wire.ts";

const COOVACHILLI = 14559;
const MAX_TOTAL_OCTETS = 3;
const MAX_TOTAL_GIGAWORDS = 23;

/** Both words always: a CoA that names one resets the other. */
const volume = (totalOctets: number | null): readonly ReplyAttribute[] => {
  const left = leftOf(totalOctets);
  if (left === undefined) return [];
  const { low, gigawords } = split(left);
  return [
    { vendor: COOVACHILLI, type: MAX_TOTAL_OCTETS, value: low },
    { vendor: COOVACHILLI, type: MAX_TOTAL_GIGAWORDS, value: gigawords },
  ];
};

/**
 * CoovaChilli and its relatives.
 *
 * Answers a CoA only when User-Name is there, resets every attribute the CoA leaves out (so send the whole profile), and
 * ignores Event-Timestamp and Message-Authenticator. Octets are limited in total, since its "input" is by default
 * what the client received.
 */
export const coovachilli: Vendor = {
  label: "CoovaChilli",
  dialect: "uam",
  coa: {
    identify: ["user-name", "acct-session-id"],
    fixed: [],
    changesLimits: true,
    eventTimestamp: false,
    messageAuthenticator: false,
  },
  limitAttributes: (limits) => [...wisprBandwidth(limits), ...volume(limits.totalOctets), ...filter(limits)],
};
