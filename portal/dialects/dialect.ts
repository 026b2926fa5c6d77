import type { Led } from "#access/device/led";
import type { Nas } from "#access/nas/nas";

/** Where in its own procedure the gateway says the person is. */
export type Phase = "new" | "success" | "failed" | "already" | "signed-out";

/** What a redirect told, in one form for all families. All of it is a stranger's word unless `signed`. */
type Told = {
  readonly phase: Phase;
  /** `aa:bb:cc:dd:ee:01`; null when the gateway does not say */
  readonly mac: string | null;
  readonly ip: string | null;
  readonly nasSessionId: string | null;
  /** the login id the gateway was given, which nobody else knows; absent where it does not say */
  readonly loginId?: string;
  /** hex of the CHAP challenge; null when the gateway wants the password as it is */
  readonly challenge: string | null;
  /** hex of the CHAP identifier, one octet */
  readonly chapId: string | null;
  /** where the person wanted to go; safe to offer as a link, never to follow */
  readonly originalUrl: string | null;
  /** whether the gateway proved with a shared secret that it made this redirect */
  readonly signed: boolean;
};

/** Of a gateway to which the browser gives the grant: where, an address whose origin is on the NAS's list. */
export type GatewayContext = Told & { readonly loginUrl: string; readonly led?: never };

/** Of a NAS that led the device here and asks about it again: the browser gives it nothing. */
type LedContext = Told & { readonly loginUrl: null; readonly led: Led };

/** How a browser came, whichever way. */
export type HandoffContext = GatewayContext | LedContext;

/** Why a redirect is not believed; counted by reason and shown to the staff. */
export type Disbelief =
  | "redirect_incomplete"
  | "redirect_malformed"
  | "redirect_unsigned"
  | "redirect_forged"
  | "redirect_foreign_login"
  | "redirect_stale";

type Disbelieved = { readonly kind: "disbelieved"; readonly reason: Disbelief };

/** A redirect, read. */
export type Reading<Context extends HandoffContext = HandoffContext> =
  | { readonly kind: "context"; readonly context: Context }
  | Disbelieved;

/** How the browser arrived. */
export type Arrival = {
  /** the query exactly as sent, without `?`: a re-encoded one would break signatures */
  readonly rawQuery: string;
  /** fields of a form, when the gateway's page posts one */
  readonly form: Readonly<Record<string, string>>;
  /** the portal address of this NAS as its operator configured it */
  readonly portalUrl: string;
  /** hosts of our own, never offered as the page a person wanted */
  readonly ownHosts: readonly string[];
};

/** The single-use credential a browser carries to its gateway. */
type LoginToken = { readonly loginId: string; readonly password: string };

/** What the browser does to give the grant to the gateway: always a top-level navigation. */
export type HandOver =
  | { readonly kind: "redirect"; readonly url: string }
  | { readonly kind: "form"; readonly url: string; readonly fields: Readonly<Record<string, string>> };

/** How a family of gateways sends the browser to the portal and takes it back; pure. */
export type Dialect = {
  readonly read: (arrival: Arrival, nas: Nas) => Reading<GatewayContext>;
  /** where a browser that came without a redirect is given one; null when the NAS record does not tell */
  readonly entrance: (nas: Nas) => string | null;
  /** @param returnUrl  page of ours the gateway should send the browser to afterwards */
  readonly handOver: (context: GatewayContext, nas: Nas, token: LoginToken, returnUrl: string) => HandOver;
};

/** What `res` says in gateways' redirects; uspot says `reject` where CoovaChilli says `failed`. */
const PHASES: Readonly<Record<string, Phase>> = {
  notyet: "new",
  challenge: "new",
  splash: "new",
  success: "success",
  already: "already",
  failed: "failed",
  reject: "failed",
  logoff: "signed-out",
};

/** The phase that `res` names; undefined for any other text. */
export const phaseOf = (res: string | null): Phase | undefined =>
  res !== null && Object.hasOwn(PHASES, res) ? PHASES[res] : undefined;

/** A redirect that is not believed. */
export const disbelieved = (reason: Disbelief): Disbelieved => ({ kind: "disbelieved", reason });
