import type { Used } from "../quota/standing.ts";
import type { LiveSubscriber } from "../subscriber/live.ts";
import type { SessionRef } from "./ticket.ts";

/** One accounting report, ready to be counted; octets up are those from the person, whatever the NAS calls them. */
export type Booking = SessionRef & {
  /** `confirm` is no report: it charges what was withheld before */
  readonly kind: "start" | "interim" | "stop" | "confirm";
  readonly nasId: number;
  readonly siteId: number;
  readonly mac: string;
  readonly loginId: string;
  readonly nasSessionId: string;
  readonly address: string;
  readonly up: number | null;
  readonly down: number | null;
  readonly seconds: number | null;
  /** epoch ms */
  readonly eventAt: number;
  readonly stamped: boolean;
  readonly gigawords: boolean;
  readonly receivedAt: number;
  readonly startedAt: number;
  /** local day of the month on which the person's monthly periods begin */
  readonly anchorDay: number;
  /** IANA zone in which its days begin */
  readonly zone: string;
  /** starts of the local day, week and month of the event, epoch ms */
  readonly dayStartsAt: number;
  readonly weekStartsAt: number;
  readonly monthStartsAt: number;
  /** why a Stop ended it, else empty */
  readonly cause: string;
  /** epoch ms until which it counts as live without another report */
  readonly liveUntil: number;
  /** the NAS's own Event-Timestamp where it is not `eventAt`, epoch ms */
  readonly saidAt?: number | null;
  /** most octets a second that can be true; any number where 0 or absent */
  readonly fastest?: number;
};

/** What a report came to. */
export type Counted = {
  /** whether it said anything new */
  readonly changed: boolean;
  /** the profile in force */
  readonly profile: string;
  /** whose session it is; `undefined` for a thing's */
  readonly subscriber: LiveSubscriber | undefined;
  readonly session: Used;
  /** what the person used in the periods of the report, in all */
  readonly day: Used;
  readonly week: Used;
  readonly month: Used;
  readonly once: Used;
  /** what is wished of the session already, or empty */
  readonly wish: string;
  readonly ended: boolean;
  /** what of it was not believed */
  readonly doubt: "" | "octets" | "seconds";
};

/** What counting came to. */
export type Booked =
  | { readonly kind: "ok"; readonly counted: Counted }
  | { readonly kind: "unknown" | "not-ready" }
  | { readonly kind: "error"; readonly reason: string };
