import { Failure } from "#access/runtime/failure";
import type { DialectName } from "#access/vendors/vendor";
import type { Dialect } from "./dialect.ts";
import { generic } from "./generic.ts";
import { mikrotik } from "./mikrotik.ts";
import { uam } from "./uam.ts";

/** openNDS speaks no RADIUS and needs no pretending: it is tried as it is. */
type Played = Exclude<DialectName, "opennds">;

const DIALECTS: Readonly<Record<Played, Dialect>> = { uam, mikrotik, generic };

/**
 * The gateways' way of speaking with a browser; a forgotten one does not compile.
 *
 * @throws Failure `lab_dialect_unplayed`
 */
export const dialectOf = (name: DialectName): Dialect => {
  if (name === "opennds") throw new Failure("lab_dialect_unplayed", { name });
  return DIALECTS[name];
};
