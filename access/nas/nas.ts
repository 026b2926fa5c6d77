import type { MacForm } from "../vendors/mac-text.ts";
import type { ProfileNames } from "../vendors/profile-names.ts";
import type { NasKind } from "../vendors/vendors.ts";
import type { NasRadsec } from "./radsec.ts";

/** Which side an accounting report speaks of: `nas` is RFC 2866 (input = from the person), `client` the reverse. */
type Viewpoint = "nas" | "client" | "auto";

/** What is asked of a NAS's Access-Requests: `auto` learns, `legacy` limits Proxy-State. */
type MessageAuthenticatorMode = "require" | "auto" | "legacy";

/** How changes of running sessions go to a NAS: `udp` to its address, `radsec` down the TLS connection it opened. */
export type ChangesBy = "udp" | "radsec";

/** A NAS (access point, gateway or controller) as the programs use it, its secrets opened. */
export type Nas = {
  readonly id: number;
  readonly siteId: number;
  /** ids of the site and of all above it, nearest first */
  readonly siteChain: readonly number[];
  readonly siteName: string;
  /** IANA zone of the site */
  readonly zone: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: NasKind;
  /** CIDR blocks its packets may come from */
  readonly addresses: readonly string[];
  readonly nasIdentifier: string | null;
  readonly secret: string;
  readonly previousSecret: string | null;
  /** epoch ms until which the previous secret is still taken */
  readonly previousSecretUntil: number | null;
  /** UAM secret or the like: signs the redirect to the portal */
  readonly portalSecret: string | null;
  /** the portal address as configured in the NAS, needed to check a UAM `md` */
  readonly portalUrl: string | null;
  /** `scheme://host[:port]`, port may be `*`: where a browser may be handed over to */
  readonly loginOrigins: readonly string[];
  /** how it proves itself over TLS; absent where it speaks UDP alone */
  readonly radsec?: NasRadsec;
  readonly coaAddress: string | null;
  readonly coaPort: number;
  /** which way changes go to it; absent for UDP */
  readonly changesBy?: ChangesBy;
  /** how its Calling-Station-Id is written in changes; absent where its family's form holds */
  readonly macForm?: MacForm | null;
  /** whether its changes carry Message-Authenticator; absent or null as its family does */
  readonly signsChanges?: boolean | null;
  /** whether its changes carry Event-Timestamp; absent or null as its family does */
  readonly stampsChanges?: boolean | null;
  readonly viewpoint: Viewpoint;
  readonly messageAuthenticator: MessageAuthenticatorMode;
  /** whether replies go without Message-Authenticator, for gear that refuses it; absent for no */
  readonly omitsReplySignature?: boolean;
  /** MAC addresses of its radios, `aa:bb:cc:dd:ee:01`, as Called-Station-Id names them; absent where none is known */
  readonly calledStations?: readonly string[];
  /**
   * the access list or role on it that leads a device nobody knows to the portal, where its family can be told one;
   * absent or null where such a device is rejected
   */
  readonly leadsBy?: string | null;
  readonly interimSeconds: number;
  /** whether a grant is taken again from the device it let in while its session is open, for gear that repeats logins */
  readonly mayReauthenticate: boolean;
  /** what its roles and filters are called; absent where its family's usual names hold */
  readonly profileNames?: ProfileNames;
  /** most one session can move here, kbit/s both ways together; absent where the setting holds */
  readonly fastestKbps?: number | null;
  /** seconds after which a session must sign in again, 300 to 86400; absent where its family and its answers decide */
  readonly renewEvery?: number | null;
  /** what identified a session in the last change it acknowledged; absent before the first */
  readonly changeIdentify?: readonly string[] | null;
  /** why its changes of authorization come to nothing of late; absent where they do not */
  readonly changeFault?: "disabled" | "silent" | null;
  readonly enabled: boolean;
};
