import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { ageOf } from "#access/session/age";
import type { LiveSession } from "#access/session/packed";
import { forRunning } from "#access/vendors/for-running";
import type { Changeable } from "#access/vendors/vendor";
import { VENDORS } from "#access/vendors/vendors";
import { limitAttributes } from "../limit-attributes.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { type Attribute, u32 } from "../protocol/write.ts";
import { identification, type Known, type Names } from "./identify.ts";

/** The request's time, where the NAS or its family takes it; a retransmission repeats it unchanged (RFC 5176 section 6.3). */
const stamp = (nas: Nas, at: number): readonly Attribute[] =>
  (nas.stampsChanges ?? VENDORS[nas.kind].coa.eventTimestamp)
    ? [u32(ATTRIBUTE["Event-Timestamp"], Math.floor(at / 1000))]
    : [];

/** The attributes of a Disconnect-Request: which session, and nothing else. */
export const disconnectAttributes = (nas: Nas, session: Known, names: Names, at: number): Attribute[] => [
  ...identification(nas, session, names),
  ...stamp(nas, at),
];

/** Limits of a running session: a NAS counts them from the session's beginning, so what is behind it is added. */
const sinceItsBeginning = (limits: SessionLimits, session: LiveSession, at: number): SessionLimits => ({
  ...limits,
  sessionTimeout: limits.sessionTimeout === null ? null : limits.sessionTimeout + ageOf(session, at),
  totalOctets: limits.totalOctets === null ? null : limits.totalOctets + session.up + session.down,
});

/** What a family must be able to change for a CoA-Request to name a standard limit. */
const CHANGED_BY: ReadonlyMap<number, Changeable> = new Map([
  [ATTRIBUTE["Session-Timeout"], "session-timeout"],
  [ATTRIBUTE["Idle-Timeout"], "idle-timeout"],
  [ATTRIBUTE["Acct-Interim-Interval"], "interim-interval"],
  [ATTRIBUTE["Filter-Id"], "profile"],
]);

const isFixed = (nas: Nas, attribute: Attribute): boolean => {
  const { changes, fixed } = VENDORS[nas.kind].coa;
  if ("vendor" in attribute)
    return fixed.some(({ vendor, type }) => vendor === attribute.vendor && type === attribute.type);
  const by = CHANGED_BY.get(attribute.type);
  return by !== undefined && !changes.includes(by);
};

/**
 * The attributes of a CoA-Request: which session, and all of its new limits, since some families reset what is left out;
 * but none that the family does not change, or it must refuse them all (RFC 5176 section 2.3).
 */
export const changeAttributes = (
  nas: Nas,
  session: LiveSession,
  limits: SessionLimits,
  names: Names,
  at: number,
): Attribute[] => [
  ...disconnectAttributes(nas, session, names, at),
  ...limitAttributes(nas, sinceItsBeginning(forRunning(VENDORS[nas.kind], limits), session, at)).filter(
    (attribute) => !isFixed(nas, attribute),
  ),
];
