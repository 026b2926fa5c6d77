import { nameIn } from "./role.ts";
import type { Redirect } from "./vendor.ts";
import { numberOf, type ReplyAttribute, textOf } from "./wire.ts";

const ARUBA = 14_823;
const USER_ROLE = 1;
const USER_VLAN = 2;
const CAPTIVE_PORTAL_URL = 43;

/** Aruba-User-Role (dictionary.aruba). */
export const arubaRole = nameIn(ARUBA, USER_ROLE);

/** Aruba-User-Vlan. */
export const arubaVlan = (vlan: number): readonly ReplyAttribute[] => [numberOf(ARUBA, USER_VLAN, vlan)];

/** The role that leads to a portal, and its address. */
export const arubaRedirect = ({ url, accessList }: Redirect): readonly ReplyAttribute[] => [
  textOf(ARUBA, USER_ROLE, accessList),
  textOf(ARUBA, CAPTIVE_PORTAL_URL, url),
];
