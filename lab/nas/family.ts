import type { NasKind } from "#access/vendors/vendors";
import type { Attribute } from "./codec.ts";

/** The habits of one family of access points, as far as RADIUS sees them. */
export type Family = {
  /** how a MAC address is written, from 12 lower-case hex digits */
  readonly macText: (mac: string) => string;
  /** `client`: Acct-Input-Octets is what the person received */
  readonly viewpoint: "nas" | "client";
  /** attributes of this family alone, in each Accounting-Request */
  readonly accountingExtras: readonly Attribute[];
  /** attributes of this family alone, in each Access-Request */
  readonly accessExtras: readonly Attribute[];
  /** Acct-Terminate-Cause when a volume is used up */
  readonly volumeCause: string;
  /** whether a CoA resets every limit it leaves out */
  readonly forgetsUnnamedLimits: boolean;
  /** whether a change without User-Name gets no answer at all */
  readonly needsUserName: boolean;
  /** Error-Cause of a change for an unknown session (RFC 5176 section 3.5), where the family says one */
  readonly unknownSession: number | null;
};

const pairs = (mac: string, between: string): string => (mac.match(/../g) ?? []).join(between);

/** MAC address in capitals with dashes. */
export const dashed = (mac: string): string => pairs(mac, "-").toUpperCase();

/** MAC address in capitals with colons. */
export const coloned = (mac: string): string => pairs(mac, ":").toUpperCase();

const coovachilli: Family = {
  macText: dashed,
  viewpoint: "client", // chilli without `swapoctets`
  accountingExtras: [["Vendor-Specific", "CoovaChilli", [["CoovaChilli-Acct-View-Point", 2]]]],
  accessExtras: [["Service-Type", "Login-User"]],
  volumeCause: "Session-Timeout",
  forgetsUnnamedLimits: true,
  needsUserName: true,
  unknownSession: null,
};

const mikrotik: Family = {
  macText: coloned,
  viewpoint: "nas",
  accountingExtras: [],
  accessExtras: [],
  volumeCause: "Session-Timeout",
  forgetsUnnamedLimits: false,
  needsUserName: false,
  unknownSession: 503,
};

const generic: Family = {
  macText: dashed,
  viewpoint: "nas",
  accountingExtras: [],
  accessExtras: [["Service-Type", "Login-User"]],
  volumeCause: "Session-Timeout",
  forgetsUnnamedLimits: false,
  needsUserName: false,
  unknownSession: 503,
};

/** One entry a family; a forgotten one does not compile. */
export const FAMILIES: Readonly<Record<NasKind, Family>> = {
  coovachilli,
  uspot: generic,
  mikrotik,
  unifi: generic,
  omada: generic,
  "aruba-instant": generic,
  "aruba-controller": generic,
  "cisco-wlc": generic,
  "cisco-catalyst": generic,
  meraki: generic,
  "ruckus-zonedirector": generic,
  "ruckus-smartzone": generic,
  cambium: generic,
  fortinet: generic,
  huawei: generic,
  h3c: generic,
  ruijie: generic,
  grandstream: generic,
  hostapd: generic,
  pfsense: generic,
  opnsense: generic,
  opennds: generic,
  generic,
};
