import { type NasKind, VENDORS } from "./vendors.ts";

/** What of a NAS tells whether it can be told of changes: its family, and the way they go. */
type Told = {
  readonly kind: NasKind;
  readonly coaAddress: string | null;
  readonly changesBy?: "udp" | "radsec";
};

/** The same, and what came of it of late. */
type Reachable = Told & { readonly changeFault?: "disabled" | "silent" | null };

/** Whether changes go down the TLS connection that the NAS opened. */
export const goesDown = ({ changesBy }: Pick<Told, "changesBy">): boolean => changesBy === "radsec";

/** Whether a NAS takes requests to change or end a session, and there is a way to send them. */
export const takesChanges = (nas: Told): boolean =>
  VENDORS[nas.kind].coa.means !== "none" && (goesDown(nas) || nas.coaAddress !== null);

/**
 * How a change of a running session comes to a NAS: by a request, when it asks the portal, at the latest when it
 * authenticates the person again, or not before the next sign-in.
 */
type Reach = "request" | "poll" | "reauthentication" | "none";

/** How changes come to a NAS. */
export const reachOf = (nas: Told & { readonly mayReauthenticate: boolean }): Reach => {
  if (VENDORS[nas.kind].polls) return "poll";
  if (takesChanges(nas)) return "request";
  return nas.mayReauthenticate ? "reauthentication" : "none";
};

/** Whether a request to change or end a session reaches a NAS, as far as is known. */
export const isReached = (nas: Reachable): boolean =>
  VENDORS[nas.kind].polls === true || (takesChanges(nas) && !nas.changeFault);
