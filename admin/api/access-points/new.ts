import { token } from "#access/runtime/random";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import { type Refusal, refuse } from "../refusals.ts";
import { PORTAL_SECRET } from "./addresses.ts";
import type { AddAccessPoint } from "./shapes.ts";

/** A secret for families that sign their redirect to the portal (UAM); null for the others. */
export const portalSecretFor = (kind: NasKind): string | null =>
  VENDORS[kind].dialect === "uam" ? token(PORTAL_SECRET) : null;

/** UDP port a family takes changes on, unless told otherwise. */
export const coaPortOf = (kind: NasKind): number => VENDORS[kind].coa.port;

/** What a family cannot have: nowhere to send people to, or an address for changes that it does not take. */
export const unfitFor = ({ kind, loginOrigins, coaAddress }: AddAccessPoint): Refusal | undefined => {
  const { signIn, coa } = VENDORS[kind];
  if (signIn !== "none" && loginOrigins.length === 0)
    return refuse("bad_request", { where: "body.loginOrigins", fault: "needed for a sign-in page" });
  if (coa.means === "none" && coaAddress !== null)
    return refuse("bad_request", { where: "body.coaAddress", fault: "this kind takes no changes" });
  return undefined;
};
