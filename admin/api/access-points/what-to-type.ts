import { type NasKind, VENDORS } from "#access/vendors/vendors";

/** What an access point must be told about us. */
export type Introduction = {
  readonly slug: string;
  readonly secret: string;
  /** signs the redirect to the portal; null where there is none, or where it stays what it is */
  readonly portalSecret: string | null;
  readonly nasIdentifier: string | null;
  /** address phones reach the portal at */
  readonly portalUrl: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** UDP port it takes changes on */
  readonly coaPort: number;
  /** seconds */
  readonly interimSeconds: number;
};

/** Lines to copy, under the name of the place they belong in. */
export type TypeIn = { readonly where: string; readonly text: string };

/** The one thing we cannot know: how the device reaches the machine this program runs on. */
const SERVER = "<RADIUS-SERVER>";

const portalOf = (to: Introduction): string => new URL(`/${to.slug}`, to.portalUrl).href;
const hostOf = (to: Introduction): string => new URL(to.portalUrl).hostname;
const lines = (...given: readonly (string | false)[]): string =>
  given.filter((line) => line !== false).join("\n");

const coovachilli = (to: Introduction): TypeIn[] => [
  {
    where: "chilli.conf",
    text: lines(
      `radiusserver1 ${SERVER}`,
      `radiusserver2 ${SERVER}`,
      `radiusauthport ${to.authPort}`,
      `radiusacctport ${to.acctPort}`,
      `radiussecret ${to.secret}`,
      `radiusnasid ${to.nasIdentifier ?? to.slug}`,
      `uamserver ${portalOf(to)}`,
      to.portalSecret !== null && `uamsecret ${to.portalSecret}`,
      `uamallowed ${hostOf(to)}`,
      `coaport ${to.coaPort}`,
      "challengetimeout 0",
    ),
  },
];

/** The page that hands the phone over: a form, because a challenge's octets survive a form better than an address. */
const loginPage = (to: Introduction): string => {
  const named = [
    "mac",
    "ip",
    "identity",
    "link-login-only",
    "link-orig",
    "error",
    "username",
    "chap-id",
    "chap-challenge",
  ];
  const fields = named.map((name) => `<input type="hidden" name="${name}" value="$(${name})">`);
  const button = "<button>Wi-Fi</button></form><script>document.forms[0].submit()</script>";
  return ["<!doctype html>", `<form method="post" action="${portalOf(to)}">`, ...fields, button].join("\n");
};

const mikrotik = (to: Introduction): TypeIn[] => [
  {
    where: "RouterOS",
    text: lines(
      `/system identity set name="${to.nasIdentifier ?? to.slug}"`,
      `/radius add service=hotspot address=${SERVER} secret="${to.secret}" authentication-port=${to.authPort} accounting-port=${to.acctPort} timeout=3s`,
      `/radius incoming set accept=yes port=${to.coaPort}`,
      `/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=${to.interimSeconds}s login-by=http-chap,http-pap`,
      `/ip hotspot walled-garden ip add dst-host=${hostOf(to)} action=accept`,
    ),
  },
  { where: "hotspot/login.html", text: loginPage(to) },
];

/** uspot's own names (OpenWrt); the portal's address ends without a slash, as the redirect is signed over it. */
const uspot = (to: Introduction): TypeIn[] => [
  {
    where: "/etc/config/uspot",
    text: lines(
      "option auth_mode 'uam'",
      `option auth_server '${SERVER}'`,
      `option auth_port '${to.authPort}'`,
      `option auth_secret '${to.secret}'`,
      `option acct_server '${SERVER}'`,
      `option acct_port '${to.acctPort}'`,
      `option acct_secret '${to.secret}'`,
      `option acct_interval '${to.interimSeconds}'`,
      "option counters '1'",
      `option das_secret '${to.secret}'`,
      `option das_port '${to.coaPort}'`,
      `option nasid '${to.nasIdentifier ?? to.slug}'`,
      `option uam_server '${portalOf(to)}'`,
      `option challenge '${to.slug}'`,
      to.portalSecret !== null && `option uam_secret '${to.portalSecret}'`,
    ),
  },
];

/** openNDS asks the portal itself, by a script beside it (docs/access-points/opennds.md); there is no RADIUS to set. */
const opennds = (to: Introduction): TypeIn[] => [
  {
    where: "gateway.conf",
    text: lines(
      `PORTAL=${new URL(`/opennds/${to.slug}`, to.portalUrl).href}`,
      to.portalSecret !== null && `KEY=${to.portalSecret}`,
    ),
  },
  {
    where: "opennds.conf",
    text: lines(
      `fasremotefqdn ${hostOf(to)}`,
      `fasport ${new URL(to.portalUrl).port || 80}`,
      `faspath /${to.slug}`,
      "fas_secure_enabled 1",
      to.portalSecret !== null && `faskey ${to.portalSecret}`,
      "binauth /etc/hien/gateway.sh",
    ),
  },
];

/** Where it is told of changes: most listen on one port, some on none. */
const changesOf = (kind: NasKind, to: Introduction): string | false =>
  VENDORS[kind].coa.means !== "none" && `CoA / Disconnect  UDP ${to.coaPort}`;

const generic = (to: Introduction, kind: NasKind): TypeIn[] => [
  {
    where: "RADIUS",
    text: lines(
      `server            ${SERVER}`,
      `authentication    UDP ${to.authPort}`,
      `accounting        UDP ${to.acctPort}`,
      `shared secret     ${to.secret}`,
      `NAS-Identifier    ${to.nasIdentifier ?? to.slug}`,
      `interim interval  ${to.interimSeconds} s`,
      changesOf(kind, to),
    ),
  },
  { where: "Captive portal", text: lines(portalOf(to), `walled garden: ${hostOf(to)}`) },
];

type Saying = (to: Introduction, kind: NasKind) => TypeIn[];

/** Families whose own words are known; all others are told where our servers are. */
const SAID: Readonly<Partial<Record<NasKind, Saying>>> = {
  coovachilli,
  uspot,
  mikrotik,
  opennds,
};

/** What to type into an access point of a family so that it knows our RADIUS server and portal. */
export const whatToType = (kind: NasKind, to: Introduction): TypeIn[] => (SAID[kind] ?? generic)(to, kind);
