/** What a family of access points cannot be told, or cannot do. */
export type Gap =
  | "octets"
  | "octets-over-4-gib"
  | "speed"
  | "idle"
  | "interim"
  | "filter"
  | "vlan"
  | "redirect"
  | "change-speed"
  | "change-octets"
  | "lift"
  | "change"
  | "disconnect";

/** What is done instead, in a sentence for the operator. */
export const INSTEAD: Readonly<Record<Gap, string>> = {
  octets: "volume is counted here; the session is changed or ended when it is used up",
  "octets-over-4-gib": "above 4 GiB the limit is left out and the volume counted here",
  speed: "speed belongs to a role or to the network's own settings on the device",
  idle: "the device's own idle time counts; a session that falls silent is closed here",
  interim: "the interval of reports is set on the device",
  filter: "where only government pages are left, the session is to be ended",
  vlan: "the device stays in the network's own VLAN",
  redirect: "an unknown device is rejected, and the gateway's own redirect shows the portal",
  "change-speed": "the session is ended; the person signs in again at the new speed",
  "change-octets": "a new volume is counted here; the session is ended when it is used up",
  lift: "an idle time or a volume that is lifted holds until the session ends; the person then signs in again without it",
  change:
    "the session is ended and the person signs in again; what only gives more counts from the next sign-in",
  disconnect: "sessions are kept short, and what changed counts from the next sign-in",
};
