import { parseMac } from "#access/device/mac";
import type { Nas } from "#access/nas/nas";
import { addressesText } from "#access/session/addresses";
import { framedAddresses } from "./framed.ts";
import { ATTRIBUTE, VENDOR } from "./protocol/attributes.ts";
import type { Packet } from "./protocol/packet.ts";
import { STATUS_TYPE, terminateCauseName } from "./protocol/values.ts";

/** What one accounting report of a session says, in the program's own words. */
export type SessionReport = {
  readonly kind: "start" | "interim" | "stop";
  readonly nasSessionId: string;
  readonly loginId: string;
  /** `aa:bb:cc:dd:ee:01`, or empty */
  readonly mac: string;
  /** the person's addresses (`addressesText`), or empty */
  readonly address: string;
  readonly up: number | null;
  readonly down: number | null;
  readonly seconds: number | null;
  readonly eventAt: number;
  /** Event-Timestamp where it is not `eventAt`, since the clock is ahead or plainly wrong, epoch ms; else `null` */
  readonly saidAt: number | null;
  readonly stamped: boolean;
  readonly gigawords: boolean;
  readonly cause: string;
};

/** A report about the NAS itself: it began or ended its work at an instant (epoch ms). */
export type NasReport = { readonly kind: "nas"; readonly eventAt: number };

/** A report that is of no session of ours by its Acct-Status-Type: nothing can be counted by it. */
export type OtherReport = {
  readonly kind: "other";
  /** Acct-Status-Type */
  readonly status: number;
  /** as the NAS names it, or empty */
  readonly nasSessionId: string;
  readonly eventAt: number;
  readonly reason: "accounting-failed" | "accounting-tunnel" | "status-type-unknown";
};

/** A report that cannot be recorded, and why. */
export type Unusable = {
  readonly kind: "unusable";
  readonly reason: "status-type-missing" | "session-id-missing";
};

const KINDS: Readonly<Record<number, SessionReport["kind"] | NasReport["kind"]>> = {
  [STATUS_TYPE.Start]: "start",
  [STATUS_TYPE.Stop]: "stop",
  [STATUS_TYPE["Interim-Update"]]: "interim",
  [STATUS_TYPE["Accounting-On"]]: "nas",
  [STATUS_TYPE["Accounting-Off"]]: "nas",
};

/** Acct-Status-Type of what is no session: Failed (RFC 2866 section 5.1), and tunnels and their links (RFC 2867 section 3). */
const FAILED = 15;
const FIRST_OF_TUNNELS = 9;
const LAST_OF_TUNNELS = 14;

/** A NAS's clock may be this far ahead before its word is not taken, ms. */
const AHEAD = 5 * 60_000;
/** A report may be this old, ms: a NAS that was cut off keeps its reports about a day. */
const BEHIND = 36 * 3_600_000;
/** Chilli's own attribute for whose viewpoint it counts from: 1 the NAS's, 2 the client's. */
const CHILLI_VIEWPOINT = 10;
const GIGAWORD = 2 ** 32;

/**
 * When it happened: Event-Timestamp as it is, else arrival less Acct-Delay-Time (never both). A clock that is plainly
 * wrong is not believed.
 */
const eventOf = (
  packet: Packet,
  receivedAt: number,
): Pick<SessionReport, "eventAt" | "saidAt" | "stamped"> => {
  const stamp = packet.u32(ATTRIBUTE["Event-Timestamp"]);
  const stampedAt = stamp === undefined ? undefined : stamp * 1000;
  if (stampedAt !== undefined && stampedAt <= receivedAt + AHEAD && stampedAt >= receivedAt - BEHIND) {
    const isAhead = stampedAt > receivedAt;
    return { eventAt: Math.min(stampedAt, receivedAt), saidAt: isAhead ? stampedAt : null, stamped: true };
  }
  const delay = (packet.u32(ATTRIBUTE["Acct-Delay-Time"]) ?? 0) * 1000;
  return {
    eventAt: receivedAt - (delay <= BEHIND ? delay : 0),
    saidAt: stampedAt ?? null,
    stamped: false,
  };
};

/** A counter beyond what a number holds exactly is not true in any case; as the greatest one it can be kept and shown. */
const MOST = Number.MAX_SAFE_INTEGER;

const counter = (packet: Packet, low: number, high: number): number | null => {
  const octets = packet.u32(low);
  const gigawords = packet.u32(high);
  // Gigawords of the wrong size are unknown, not zero.
  if (octets === undefined || (gigawords === undefined && packet.count(high) > 0)) return null;
  return Math.min(MOST, octets + (gigawords ?? 0) * GIGAWORD);
};

const hasGigawords = (packet: Packet): boolean =>
  packet.u32(ATTRIBUTE["Acct-Input-Gigawords"]) !== undefined ||
  packet.u32(ATTRIBUTE["Acct-Output-Gigawords"]) !== undefined;

/** Whether "input" means what the client received: as the NAS says in each packet, else as it is set. */
const isClientView = (packet: Packet, nas: Nas): boolean => {
  const said = packet.vendorU32(VENDOR.CoovaChilli, CHILLI_VIEWPOINT);
  if (said === 1 || said === 2) return said === 2;
  return nas.viewpoint === "client";
};

/** The identifying texts are kept as sent; one that is no UTF-8 is kept as hexadecimal. */
const identifier = (packet: Packet, type: number): string =>
  packet.text(type) ?? Buffer.from(packet.octets(type) ?? []).toString("hex");

const endCause = (packet: Packet): string =>
  terminateCauseName(packet.u32(ATTRIBUTE["Acct-Terminate-Cause"]) ?? 0) ?? "Unknown";

/**
 * What a report of another kind is about. A tunnel's octets are those of its sessions, which report by themselves; none of
 * either is counted by it.
 */
const reasonOf = (status: number): OtherReport["reason"] => {
  if (status === FAILED) return "accounting-failed";
  return status >= FIRST_OF_TUNNELS && status <= LAST_OF_TUNNELS
    ? "accounting-tunnel"
    : "status-type-unknown";
};

/** Reads an Accounting-Request (RFC 2866); pure. */
export const reportIn = (
  packet: Packet,
  nas: Nas,
  receivedAt: number,
): SessionReport | NasReport | OtherReport | Unusable => {
  const status = packet.u32(ATTRIBUTE["Acct-Status-Type"]);
  if (status === undefined) return { kind: "unusable", reason: "status-type-missing" };
  const kind = KINDS[status];
  const event = eventOf(packet, receivedAt);
  if (kind === "nas") return { kind, eventAt: event.eventAt };
  const nasSessionId = identifier(packet, ATTRIBUTE["Acct-Session-Id"]);
  if (!kind) return { kind: "other", status, nasSessionId, eventAt: event.eventAt, reason: reasonOf(status) };
  if (nasSessionId === "") return { kind: "unusable", reason: "session-id-missing" };
  const input = counter(packet, ATTRIBUTE["Acct-Input-Octets"], ATTRIBUTE["Acct-Input-Gigawords"]);
  const output = counter(packet, ATTRIBUTE["Acct-Output-Octets"], ATTRIBUTE["Acct-Output-Gigawords"]);
  const swapped = isClientView(packet, nas);
  return {
    kind,
    nasSessionId,
    loginId: identifier(packet, ATTRIBUTE["User-Name"]),
    mac: parseMac(packet.text(ATTRIBUTE["Calling-Station-Id"]) ?? "") ?? "",
    address: addressesText(framedAddresses(packet)),
    up: swapped ? output : input,
    down: swapped ? input : output,
    seconds: packet.u32(ATTRIBUTE["Acct-Session-Time"]) ?? null,
    eventAt: event.eventAt,
    saidAt: event.saidAt,
    stamped: event.stamped,
    gigawords: hasGigawords(packet),
    cause: kind === "stop" ? endCause(packet) : "",
  };
};
