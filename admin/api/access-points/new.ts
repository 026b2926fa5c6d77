import { token } from "#access/runtime/random";
import { takesGrants } from "#access/vendors/sign-in";
import type { DialectName } from "#access/vendors/vendor";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import { type Refusal, refuse } from "../refusals.ts";
import { PORTAL_SECRET } from "./addresses.ts";
import type { AddAccessPoint } from "./new-shapes.ts";

const SHARING: readonly DialectName[] = ["uam", "opennds"];

/** A secret for families that share one with the portal: that sign their redirect (UAM) or ask it (openNDS); else null. */
export const portalSecretFor = (kind: NasKind): string | null =>
  SHARING.includes(VENDORS[kind].dialect) ? token(PORTAL_SECRET) : null;

/** UDP port a family takes changes on, unless told otherwise. */
export const coaPortOf = (kind: NasKind): number => VENDORS[kind].coa.port;

/** What a family cannot have: nowhere to send people to, or an address for changes that it does not take. */
export const unfitFor = ({ kind, loginOrigins, coaAddress }: AddAccessPoint): Refusal | undefined => {
  const { signIn, coa } = VENDORS[kind];
  if (takesGrants(signIn) && loginOrigins.length === 0)
    return refuse("bad_request", { where: "body.loginOrigins", fault: "needed for a sign-in page" });
  if (coa.means === "none" && coaAddress !== null)
    return refuse("bad_request", { where: "body.coaAddress", fault: "this kind takes no changes" });
  return undefined;
};
