/** Packet codes (RFC 2865 section 3, RFC 2866 section 3, RFC 5176 section 2.3, RFC 5997, RFC 7930). */
export const CODE = {
  "Access-Request": 1,
  "Access-Accept": 2,
  "Access-Reject": 3,
  "Accounting-Request": 4,
  "Accounting-Response": 5,
  "Access-Challenge": 11,
  "Status-Server": 12,
  "Disconnect-Request": 40,
  "Disconnect-ACK": 41,
  "Disconnect-NAK": 42,
  "CoA-Request": 43,
  "CoA-ACK": 44,
  "CoA-NAK": 45,
  "Protocol-Error": 52,
} as const;

/** What one of our UDP ports is for. */
export type Service = "authentication" | "accounting";

const KNOWN: ReadonlySet<number> = new Set(Object.values(CODE));

// RFC 5997 section 4.2: Status-Server has the same form on both ports
const ASKED_OF: Record<Service, ReadonlySet<number>> = {
  authentication: new Set([CODE["Access-Request"], CODE["Status-Server"]]),
  accounting: new Set([CODE["Accounting-Request"], CODE["Status-Server"]]),
};

// RFC 2866 section 3 and RFC 5176 section 2.3: the authenticator is a digest of the packet itself
const SIGNED_WHOLE: ReadonlySet<number> = new Set([
  CODE["Accounting-Request"],
  CODE["Disconnect-Request"],
  CODE["CoA-Request"],
]);

// RFC 2865 section 3 and RFC 5997 section 3: the authenticator is 16 unpredictable octets
const SIGNED_BY_CHANCE: ReadonlySet<number> = new Set([CODE["Access-Request"], CODE["Status-Server"]]);

const ANSWERS_CHANGE: ReadonlySet<number> = new Set([
  CODE["Disconnect-ACK"],
  CODE["Disconnect-NAK"],
  CODE["CoA-ACK"],
  CODE["CoA-NAK"],
]);

/** Whether a code is one that RADIUS over UDP uses; any other packet is dropped (RFC 2865 section 3). */
export const isKnown = (code: number): boolean => KNOWN.has(code);

/** Whether a request of this code may come to the port of this service; replies and CoA never do. */
export const isAskedOf = (service: Service, code: number): boolean => ASKED_OF[service].has(code);

/** Whether a packet of this code answers a request of ours to change a session (RFC 5176 section 2.3). */
export const answersChange = (code: number): boolean => ANSWERS_CHANGE.has(code);

/** Whether the Request Authenticator of this code is a digest over the packet and the secret. */
export const isSignedWhole = (code: number): boolean => SIGNED_WHOLE.has(code);

/** Whether the Request Authenticator of this code is random. */
export const isSignedByChance = (code: number): boolean => SIGNED_BY_CHANCE.has(code);
