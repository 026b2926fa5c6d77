import { type NasKind, VENDORS } from "./vendors.ts";

/** What of a NAS tells whether changes of running sessions reach it. */
type Reachable = {
  readonly kind: NasKind;
  readonly coaAddress: string | null;
  readonly changeFault?: "disabled" | "silent" | null;
};

/** Whether a request to change or end a session reaches a NAS, as far as is known. */
export const isReached = ({ kind, coaAddress, changeFault }: Reachable): boolean =>
  VENDORS[kind].polls === true || (coaAddress !== null && VENDORS[kind].coa.means !== "none" && !changeFault);
