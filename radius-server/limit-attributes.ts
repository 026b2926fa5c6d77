import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { VENDORS } from "#access/vendors/vendors";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { type Attribute, u32 } from "./protocol/write.ts";

/** A session's limits in the attributes every NAS knows and those of its family; unlimited is left out, never 0. */
export const limitAttributes = (nas: Nas, limits: SessionLimits): readonly Attribute[] => [
  ...(limits.sessionTimeout === null ? [] : [u32(ATTRIBUTE["Session-Timeout"], limits.sessionTimeout)]),
  ...(limits.idleTimeout === null ? [] : [u32(ATTRIBUTE["Idle-Timeout"], limits.idleTimeout)]),
  u32(ATTRIBUTE["Acct-Interim-Interval"], limits.interimSeconds),
  ...VENDORS[nas.kind].limitAttributes(limits),
];
