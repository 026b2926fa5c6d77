import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import type { LiveSession } from "#access/session/live";
import type { Identification } from "#access/vendors/vendor";
import { VENDORS } from "#access/vendors/vendors";
import { limitAttributes } from "../limit-attributes.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { type Attribute, octets, text, u32 } from "../protocol/write.ts";

/** `aa:bb:cc:dd:ee:01` as most NAS write it (RFC 3580 section 3.21). */
const calling = (mac: string): string => mac.toUpperCase().replaceAll(":", "-");

const IDENTIFY: Readonly<Record<Identification, (session: LiveSession) => Attribute | undefined>> = {
  "user-name": ({ loginId }) => (loginId ? text(ATTRIBUTE["User-Name"], loginId) : undefined),
  "acct-session-id": ({ nasSessionId }) =>
    nasSessionId ? text(ATTRIBUTE["Acct-Session-Id"], nasSessionId) : undefined,
  "framed-ip-address": ({ address }) =>
    address
      ? octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.from(address.split(".").map(Number)))
      : undefined,
  "calling-station-id": ({ mac }) => (mac ? text(ATTRIBUTE["Calling-Station-Id"], calling(mac)) : undefined),
};

/**
 * What tells a NAS which session is meant: the family's own set and nothing else, since each attribute it does not
 * support must be refused (RFC 5176 section 2.3).
 */
export const identification = (nas: Nas, session: LiveSession, at: number): Attribute[] => {
  const { coa } = VENDORS[nas.kind];
  return [
    ...coa.identify.map((name) => IDENTIFY[name](session)).filter((attribute) => attribute !== undefined),
    ...(coa.eventTimestamp ? [u32(ATTRIBUTE["Event-Timestamp"], Math.floor(at / 1000))] : []),
  ];
};

/** Limits of a running session: a NAS counts them from the session's beginning, so what is behind it is added. */
const sinceItsBeginning = (limits: SessionLimits, session: LiveSession, at: number): SessionLimits => ({
  ...limits,
  sessionTimeout:
    limits.sessionTimeout === null
      ? null
      : limits.sessionTimeout + Math.max(session.seconds, Math.floor((at - session.startedAt) / 1000)),
  totalOctets: limits.totalOctets === null ? null : limits.totalOctets + session.up + session.down,
});

const isFixed = (nas: Nas, attribute: Attribute): boolean =>
  "vendor" in attribute &&
  VENDORS[nas.kind].coa.fixed.some(
    ({ vendor, type }) => vendor === attribute.vendor && type === attribute.type,
  );

/** The attributes of a CoA-Request: which session, and all of its new limits, since some families reset what is left out. */
export const changeAttributes = (
  nas: Nas,
  session: LiveSession,
  limits: SessionLimits,
  at: number,
): Attribute[] => [
  ...identification(nas, session, at),
  ...limitAttributes(nas, sinceItsBeginning(limits, session, at)).filter(
    (attribute) => !isFixed(nas, attribute),
  ),
];
