import type { Redirect } from "./vendor.ts";
import { type ReplyAttribute, textOf } from "./wire.ts";

const CISCO = 9;
const AV_PAIR = 1;

/** Has a box ask about a session's device again by the method it used last, and keep the device meanwhile. */
export const ciscoAskAgain: readonly ReplyAttribute[] = [
  textOf(CISCO, AV_PAIR, "subscriber:command=reauthenticate"),
  textOf(CISCO, AV_PAIR, "subscriber:reauthenticate-type=last"),
];

/** Cisco's url-redirect pairs. The box appends `&redirect_url=…`, so the address must hold a question mark. */
export const ciscoRedirect = ({ url, accessList }: Redirect): readonly ReplyAttribute[] => [
  textOf(CISCO, AV_PAIR, `url-redirect-acl=${accessList}`),
  textOf(CISCO, AV_PAIR, `url-redirect=${url.includes("?") ? url : `${url}?`}`),
];
