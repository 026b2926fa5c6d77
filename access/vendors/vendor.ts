import type { SessionLimits } from "../admission/limits.ts";

/** An attribute of a RADIUS reply, its value already in wire form; `vendor` is an IANA enterprise number. */
export type ReplyAttribute =
  | { readonly type: number; readonly value: Uint8Array }
  | { readonly vendor: number; readonly type: number; readonly value: Uint8Array };

/** What identifies a session to a NAS in a CoA- or Disconnect-Request. */
export type Identification = "user-name" | "acct-session-id" | "framed-ip-address" | "calling-station-id";

/** How a family changes running sessions (RFC 5176). */
type CoaProfile = {
  /** attributes that identify the session; only these are sent, since an unsupported one must be refused */
  readonly identify: readonly Identification[];
  /** limits that a CoA-Request must not name, since the family cannot change them in a running session */
  readonly fixed: readonly { readonly vendor: number; readonly type: number }[];
  /** whether CoA-Request changes speed; where false, only Disconnect-Request is sent */
  readonly changesLimits: boolean;
  readonly eventTimestamp: boolean;
  readonly messageAuthenticator: boolean;
};

/** How the gateway sends the browser to the portal and takes it back. */
export type DialectName = "uam" | "mikrotik" | "generic";

/** A family of access points: how a policy is said to it, and what it understands. */
export type Vendor = {
  readonly label: string;
  readonly dialect: DialectName;
  readonly coa: CoaProfile;
  /** speed, volume and the like in this family's own attributes, beside the standard ones that all get */
  readonly limitAttributes: (limits: SessionLimits) => readonly ReplyAttribute[];
};
