import type { SessionLimits } from "../admission/limits.ts";
import type { Evidence } from "./evidence.ts";
import type { Gap } from "./gap.ts";
import type { MacForm } from "./mac-text.ts";
import type { Naming, ProfileNames } from "./profile-names.ts";
import type { ReplyAttribute } from "./wire.ts";

/** What identifies a session to a NAS in a CoA- or Disconnect-Request. */
export type Identification = "user-name" | "acct-session-id" | "framed-ip-address" | "calling-station-id";

/** What may stand beside it: which NAS is meant, or what some demand besides. */
export type Companion = "nas-ip-address" | "nas-identifier" | "service-type-login";

/** What of a running session a CoA-Request changes; `profile` is its role or filter. */
export type Changeable =
  | "session-timeout"
  | "idle-timeout"
  | "interim-interval"
  | "speed"
  | "octets"
  | "profile";

/** How a family changes running sessions (RFC 5176). */
export type CoaProfile = {
  /** the strongest request it obeys; `none` has no port to send to */
  readonly means: "coa" | "disconnect" | "none";
  /** attributes that identify the session; only these are sent, since an unsupported one must be refused */
  readonly identify: readonly Identification[];
  /** what is sent beside them */
  readonly beside: readonly Companion[];
  /** whole sets to try next, in this order, when the first is refused for what it names or lacks (Error-Cause 401, 402, 403) */
  readonly fallbacks: readonly (readonly (Identification | Companion)[])[];
  /** User-Name is the grant's, or the device's address as `callingStationId` writes it */
  readonly userName: "login-id" | "mac";
  readonly callingStationId: MacForm;
  /** NAS-IP-Address and NAS-Identifier that may be sent without being refused, for a NAS behind a proxy */
  readonly accepts: readonly Exclude<Companion, "service-type-login">[];
  readonly changes: readonly Changeable[];
  /** limits that a CoA-Request must not name, since the family cannot change them in a running session */
  readonly fixed: readonly { readonly vendor: number; readonly type: number }[];
  /** whether CoA-Request changes speed; where false, only Disconnect-Request is sent */
  readonly changesLimits: boolean;
  /** whether a CoA-Request resets every limit it leaves out, and so must name all of them */
  readonly wholeProfile: boolean;
  readonly eventTimestamp: boolean;
  readonly messageAuthenticator: boolean;
  /** UDP port as the family sets it by default */
  readonly port: 1700 | 3799;
};

/** How the gateway sends the browser to the portal and takes it back. */
export type DialectName = "uam" | "mikrotik" | "opennds" | "generic";

/**
 * How a family's gateways bring people to the portal: `own` dialect, made for it; `operator`, where the operator sets the
 * redirect's names or the page; `led`, where the gateway does MAC authentication and our reply to it says where to (RADIUS
 * first, portal second); `none` yet, so that the portal says it cannot be opened from there.
 */
export type SignIn = "own" | "operator" | "led" | "none";

/** Where a device that is not known yet is sent: the portal, and the access list or role on the NAS that leads there. */
export type Redirect = { readonly url: string; readonly accessList: string };

/** A family of access points: how a policy is said to it, and what it understands. */
export type Vendor = {
  readonly label: string;
  readonly dialect: DialectName;
  readonly signIn: SignIn;
  readonly evidence: Evidence;
  readonly coa: CoaProfile;
  /** whether its gateways speak no RADIUS but ask the portal, and hear there who has to leave; absent for no */
  readonly polls?: true;
  /** longest session, seconds, where it cannot be ended from here, or nobody confirmed that it can; else null */
  readonly renewEvery: number | null;
  /** what it cannot express; `INSTEAD` says what is done about each */
  readonly cannot: readonly Gap[];
  /** what is sent although nobody confirmed that the family obeys */
  readonly unsure: readonly Gap[];
  /** what its roles and filters are called, and in which attribute */
  readonly naming: Naming;
  /** speed, volume and the like in this family's own attributes, beside the standard ones that all get */
  readonly limitAttributes: (limits: SessionLimits, names: ProfileNames) => readonly ReplyAttribute[];
  /** @param vlan  1 to 4094 */
  readonly vlanAttributes: (vlan: number) => readonly ReplyAttribute[];
  /** for an unknown device that is let as far as the portal; `nothing` where the family cannot be told */
  readonly redirectAttributes: (to: Redirect) => readonly ReplyAttribute[];
  /** what a CoA-Request says so that the NAS asks about a device again and keeps it; absent where only a Disconnect does */
  readonly askAgain?: readonly ReplyAttribute[];
};
