import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { VENDORS } from "#access/vendors/vendors";
import { standardNumber } from "#access/vendors/wire";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import type { Attribute } from "./protocol/write.ts";

/** A session's limits in the attributes every NAS knows and those of its family; unlimited is left out, never 0. */
export const limitAttributes = (nas: Nas, limits: SessionLimits): readonly Attribute[] => {
  const attributes: Attribute[] = [];
  const { sessionTimeout, idleTimeout, interimSeconds } = limits;
  if (sessionTimeout !== null) attributes.push(standardNumber(ATTRIBUTE["Session-Timeout"], sessionTimeout));
  if (idleTimeout !== null) attributes.push(standardNumber(ATTRIBUTE["Idle-Timeout"], idleTimeout));
  attributes.push(standardNumber(ATTRIBUTE["Acct-Interim-Interval"], interimSeconds));
  attributes.push(...VENDORS[nas.kind].limitAttributes(limits));
  return attributes;
};
