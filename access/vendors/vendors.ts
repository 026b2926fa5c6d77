import { arubaController } from "./aruba-controller/vendor.ts";
import { arubaInstant } from "./aruba-instant/vendor.ts";
import { cambium } from "./cambium/vendor.ts";
import { ciscoCatalyst } from "./cisco-catalyst/vendor.ts";
import { ciscoWlc } from "./cisco-wlc/vendor.ts";
import { coovachilli } from "./coovachilli/vendor.ts";
import { fortinet } from "./fortinet/vendor.ts";
import { generic } from "./generic/vendor.ts";
import { grandstream } from "./grandstream/vendor.ts";
import { h3c } from "./h3c/vendor.ts";
import { hostapd } from "./hostapd/vendor.ts";
import { huawei } from "./huawei/vendor.ts";
import { meraki } from "./meraki/vendor.ts";
import { mikrotik } from "./mikrotik/vendor.ts";
import { omada } from "./omada/vendor.ts";
import { opennds } from "./opennds/vendor.ts";
import { opnsense } from "./opnsense/vendor.ts";
import { pfsense } from "./pfsense/vendor.ts";
import { ruckusSmartzone } from "./ruckus-smartzone/vendor.ts";
import { ruckusZonedirector } from "./ruckus-zonedirector/vendor.ts";
import { ruijie } from "./ruijie/vendor.ts";
import { unifi } from "./unifi/vendor.ts";
import { uspot } from "./uspot/vendor.ts";
import type { Vendor } from "./vendor.ts";

/** The families of access points this program knows, in the order they are offered. */
export const NAS_KINDS = [
  "coovachilli",
  "uspot",
  "mikrotik",
  "unifi",
  "omada",
  "aruba-instant",
  "aruba-controller",
  "cisco-wlc",
  "cisco-catalyst",
  "meraki",
  "ruckus-zonedirector",
  "ruckus-smartzone",
  "cambium",
  "fortinet",
  "huawei",
  "h3c",
  "ruijie",
  "grandstream",
  "hostapd",
  "pfsense",
  "opnsense",
  "opennds",
  "generic",
] as const;

/** A family of access points. */
export type NasKind = (typeof NAS_KINDS)[number];

/** One folder a family; a forgotten one does not compile. */
export const VENDORS: Readonly<Record<NasKind, Vendor>> = {
  coovachilli,
  uspot,
  mikrotik,
  unifi,
  omada,
  "aruba-instant": arubaInstant,
  "aruba-controller": arubaController,
  "cisco-wlc": ciscoWlc,
  "cisco-catalyst": ciscoCatalyst,
  meraki,
  "ruckus-zonedirector": ruckusZonedirector,
  "ruckus-smartzone": ruckusSmartzone,
  cambium,
  fortinet,
  huawei,
  h3c,
  ruijie,
  grandstream,
  hostapd,
  pfsense,
  opnsense,
  opennds,
  generic,
};
