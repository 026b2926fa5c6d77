import type { DialectName } from "#access/vendors/vendor";
import type { Dialect } from "./dialect.ts";
import { generic } from "./generic.ts";
import { mikrotik } from "./mikrotik.ts";
import { uam } from "./uam.ts";

/** The gateways' ways of speaking with a browser; a forgotten one does not compile. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { uam, mikrotik, generic };
