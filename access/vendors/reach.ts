import { type NasKind, VENDORS } from "./vendors.ts";

/** What of a NAS tells whether changes of running sessions reach it. */
type Reachable = {
  readonly kind: NasKind;
  readonly coaAddress: string | null;
  readonly changeFault?: "disabled" | "silent" | null;
};

/**
 * How a change of a running session comes to a NAS: by a request, when it asks the portal, at the latest when it
 * authenticates the person again, or not before the next sign-in.
 */
type Reach = "request" | "poll" | "reauthentication" | "none";

/** How changes come to a NAS. */
export const reachOf = ({
  kind,
  coaAddress,
  mayReauthenticate,
}: Omit<Reachable, "changeFault"> & { readonly mayReauthenticate: boolean }): Reach => {
  if (VENDORS[kind].polls) return "poll";
  if (coaAddress !== null && VENDORS[kind].coa.means !== "none") return "request";
  return mayReauthenticate ? "reauthentication" : "none";
};

/** Whether a request to change or end a session reaches a NAS, as far as is known. */
export const isReached = ({ kind, coaAddress, changeFault }: Reachable): boolean =>
  VENDORS[kind].polls === true || (coaAddress !== null && VENDORS[kind].coa.means !== "none" && !changeFault);
