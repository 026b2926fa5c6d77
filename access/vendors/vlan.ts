import { type ReplyAttribute, standardNumber, standardText } from "./wire.ts";

const TUNNEL_TYPE = 64;
const TUNNEL_MEDIUM_TYPE = 65;
const TUNNEL_PRIVATE_GROUP_ID = 81;
const VLAN = 13;
const IEEE_802 = 6;

/**
 * A VLAN in the three tunnel attributes of RFC 3580 section 3.31, all with the tag 0, as there is one tunnel only.
 *
 * The tag is the first octet of a number; a text without one has the tag 0 as well (RFC 2868 section 3.6).
 *
 * @param vlan  1 to 4094
 */
export const tunnel = (vlan: number): readonly ReplyAttribute[] => [
  standardNumber(TUNNEL_TYPE, VLAN),
  standardNumber(TUNNEL_MEDIUM_TYPE, IEEE_802),
  standardText(TUNNEL_PRIVATE_GROUP_ID, `${vlan}`),
];
