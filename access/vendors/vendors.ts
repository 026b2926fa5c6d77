import { coovachilli } from "./coovachilli/vendor.ts";
import { generic } from "./generic/vendor.ts";
import { mikrotik } from "./mikrotik/vendor.ts";
import type { Vendor } from "./vendor.ts";

/** The families of access points this program knows. */
export type NasKind = "coovachilli" | "mikrotik" | "generic";

/** One folder a family; a forgotten one does not compile. */
export const VENDORS: Readonly<Record<NasKind, Vendor>> = { coovachilli, mikrotik, generic };
