import type { DialectName } from "#access/vendors/vendor";
import type { Dialect } from "./dialect.ts";
import { generic } from "./generic.ts";
import { mikrotik } from "./mikrotik.ts";
import { opennds } from "./opennds.ts";
import { uam } from "./uam.ts";

/** One file a dialect; a forgotten one does not compile. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { uam, mikrotik, opennds, generic };
