/** Acct-Status-Type (RFC 2866 section 5.1). */
export const STATUS_TYPE = {
  Start: 1,
  Stop: 2,
  "Interim-Update": 3,
  "Accounting-On": 7,
  "Accounting-Off": 8,
} as const;

/** Termination-Action (RFC 2865 section 5.29): at the end of the session the NAS asks again instead of closing the port. */
export const RADIUS_REQUEST = 1;

/** Acct-Terminate-Cause (RFC 2866 section 5.10, RFC 3580 section 3.28). */
const TERMINATE_CAUSE = {
  "User-Request": 1,
  "Lost-Carrier": 2,
  "Lost-Service": 3,
  "Idle-Timeout": 4,
  "Session-Timeout": 5,
  "Admin-Reset": 6,
  "Admin-Reboot": 7,
  "Port-Error": 8,
  "NAS-Error": 9,
  "NAS-Request": 10,
  "NAS-Reboot": 11,
  "Port-Unneeded": 12,
  "Port-Preempted": 13,
  "Port-Suspended": 14,
  "Service-Unavailable": 15,
  Callback: 16,
  "User-Error": 17,
  "Host-Request": 18,
  "Supplicant-Restart": 19,
  "Reauthentication-Failure": 20,
  "Port-Reinitialized": 21,
  "Port-Administratively-Disabled": 22,
} as const;

/** Error-Cause (RFC 5176 section 3.5; 510 is proposed for a missing Message-Authenticator). */
export const ERROR_CAUSE = {
  "Residual-Session-Context-Removed": 201,
  "Invalid-EAP-Packet": 202,
  "Unsupported-Attribute": 401,
  "Missing-Attribute": 402,
  "NAS-Identification-Mismatch": 403,
  "Invalid-Request": 404,
  "Unsupported-Service": 405,
  "Unsupported-Extension": 406,
  "Invalid-Attribute-Value": 407,
  "Administratively-Prohibited": 501,
  "Request-Not-Routable": 502,
  "Session-Context-Not-Found": 503,
  "Session-Context-Not-Removable": 504,
  "Other-Proxy-Processing-Error": 505,
  "Resources-Unavailable": 506,
  "Request-Initiated": 507,
  "Multiple-Session-Selection-Unsupported": 508,
  "Missing-Message-Authenticator": 510,
} as const;

const named = (table: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(table).map(([name, value]) => [value, name]));

const TERMINATE_CAUSES = named(TERMINATE_CAUSE);
const ERROR_CAUSES = named(ERROR_CAUSE);

/** The RFC's name of an Acct-Terminate-Cause; undefined for a number no RFC gives one. */
export const terminateCauseName = (cause: number): string | undefined => TERMINATE_CAUSES.get(cause);

/** The RFC's name of an Error-Cause; undefined for a number no RFC gives one. */
export const errorCauseName = (cause: number): string | undefined => ERROR_CAUSES.get(cause);
