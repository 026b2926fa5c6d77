import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { readAddresses } from "./addresses.ts";
import { memberOf, refOf, type SessionRef } from "./ticket.ts";

const ACCOUNT = scriptBeside(import.meta.url, "./account.lua");
const OPEN = scriptBeside(import.meta.url, "./open.lua");
const SETTLE = scriptBeside(import.meta.url, "./settle.lua");
const CLAIM = scriptBeside(import.meta.url, "./claim.lua");

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
  /** starts of the local day, week and month of the event, epoch ms */
  readonly dayStartsAt: number;
  readonly weekStartsAt: number;
  readonly monthStartsAt: number;
  /** why a Stop ended it, else empty */
  readonly cause: string;
  /** epoch ms until which it counts as live without another report */
  readonly liveUntil: number;
  /** the NAS's own Event-Timestamp where it was not believed, epoch ms */
  readonly saidAt?: number | null;
  /** most octets a second that can be true; any number where absent */
  readonly fastest?: number;
};

/** What counting came to; the list of texts is what `account.lua` describes after `ok`. */
export type Booked =
  | { readonly kind: "ok"; readonly values: readonly string[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "not-ready" }
  | { readonly kind: "error"; readonly reason: string };

const accountKeys = ({ subscriberId, sessionId }: SessionRef): string[] => {
  const tag = tagOf(subscriberId);
  return [
    keys.subscriber(tag, subscriberId),
    keys.usage(tag, subscriberId),
    keys.session(tag, sessionId),
    keys.live(tag, subscriberId),
    keys.online(tag),
    keys.ledger(tag),
    keys.ready(tag),
  ];
};

const seconds = (instant: number): number => Math.floor(instant / 1000);

/** One text instead of 24: putting each into a command of its own costs more than all the rest of it. */
const reportText = (booking: Booking): string =>
  JSON.stringify(
    [
      booking.kind,
      booking.subscriberId,
      booking.sessionId,
      booking.nasId,
      booking.siteId,
      booking.mac,
      booking.loginId,
      booking.nasSessionId,
      booking.address,
      booking.up ?? -1,
      booking.down ?? -1,
      booking.seconds ?? -1,
      booking.eventAt,
      booking.stamped ? 1 : 0,
      booking.gigawords ? 1 : 0,
      booking.receivedAt,
      booking.startedAt,
      seconds(booking.dayStartsAt),
      seconds(booking.weekStartsAt),
      seconds(booking.monthStartsAt),
      booking.cause,
      booking.liveUntil,
      booking.saidAt ?? "",
      booking.fastest ?? 0,
    ].map(String),
  );

const booked = (reply: string): Booked => {
  const [kind, ...values] = JSON.parse(reply) as string[];
  if (kind === "ok") return { kind, values };
  if (kind === "unknown" || kind === "not-ready") return { kind };
  return { kind: "error", reason: values[0] ?? "no answer" };
};

/** Counts all reports of one turn in one call; each is answered on its own, in order. */
export const account = async (redis: RedisClient, bookings: readonly Booking[]): Promise<Booked[]> => {
  const replies = await run(redis, ACCOUNT, bookings.flatMap(accountKeys), bookings.map(reportText));
  return (replies as string[]).map(booked);
};

/** A session about to be opened. */
export type Opening = SessionRef & {
  readonly loginId: string;
  /** the right it opens by: a grant, taken once, or the device itself */
  readonly by: "grant" | "device";
  readonly mac: string;
  readonly at: number;
  /** most devices at once; `null` for any number */
  readonly devices: number | null;
  /** epoch ms until which room is kept for a Start to come */
  readonly keptUntil: number;
  /** tells a repeat of the same Access-Request from another use of the grant */
  readonly requestKey: string;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly nasSessionId: string;
  readonly address: string;
  readonly profile: string;
  readonly mayReauthenticate: boolean;
  /** why it is opened (`access/trace/trace.ts`); absent where nobody asks */
  readonly trace?: string;
};

/** What opening came to: `again` is a repeat that gets the session it had, begun when it began (epoch ms). */
export type Opened =
  | { readonly kind: "opened" | "again"; readonly sessionId: string; readonly startedAt: number }
  | { readonly kind: "used" | "gone" | "too_many_devices" | "not-ready" };

const isOver = async (redis: RedisClient, ref: SessionRef): Promise<boolean> => {
  const session = await readSession(redis, ref);
  return session !== undefined && session.endedAt !== null;
};

/** Opens a session: takes the grant, if it is by one, once and writes session and ledger, in one step. */
export const open = async (redis: RedisClient, opening: Opening): Promise<Opened> => {
  const { subscriberId, sessionId } = opening;
  const tag = tagOf(subscriberId);
  const reply = (await run(
    redis,
    OPEN,
    [
      keys.grant(tag, opening.loginId),
      keys.login(tag, opening.loginId),
      keys.session(tag, sessionId),
      keys.live(tag, subscriberId),
      keys.online(tag),
      keys.ledger(tag),
      keys.ready(tag),
    ],
    [
      subscriberId,
      sessionId,
      opening.mac,
      opening.at,
      opening.devices ?? 0,
      opening.keptUntil,
      opening.requestKey,
      opening.nasId,
      opening.siteId,
      opening.planId,
      opening.loginId,
      opening.nasSessionId,
      opening.address,
      opening.profile,
      opening.mayReauthenticate ? 1 : 0,
      opening.by,
      opening.trace ?? "",
    ],
  )) as [string, string?, string?];
  const [kind, opened, started] = reply;
  // A session that is over is no more to be had: nothing would watch over what it goes on to use.
  if (kind === "again" && opened && (await isOver(redis, { subscriberId, sessionId: opened })))
    return { kind: "used" };
  if ((kind === "opened" || kind === "again") && opened)
    return { kind, sessionId: opened, startedAt: Number(started) };
  return { kind: kind as "used" | "gone" | "too_many_devices" | "not-ready" };
};

/** What is wished of a running session. */
export type Wish = "full" | "slow" | "government-only" | "end";

/** A change of what is known of a session beside its counters. */
export type Settlement =
  /** `onlySilentSince`, epoch ms: leave it open if it was heard after that; `null` closes at once */
  | { readonly what: "close"; readonly cause: string; readonly onlySilentSince: number | null }
  | { readonly what: "wish"; readonly wish: Wish; readonly cause: string }
  /** `wishNumber`: of the wish that was carried out; a newer one stays owed */
  | { readonly what: "done"; readonly profile: string; readonly wishNumber: number }
  | { readonly what: "drop" };

const details = (settlement: Settlement): [string, string | number] => {
  switch (settlement.what) {
    case "close":
      return [settlement.cause, settlement.onlySilentSince ?? ""];
    case "wish":
      return [settlement.wish, settlement.cause];
    case "done":
      return [settlement.profile, settlement.wishNumber];
    case "drop":
      return ["", ""];
  }
};

/** Settles something about a session; `ok` when it changed. */
export const settle = async (
  redis: RedisClient,
  ref: SessionRef,
  settlement: Settlement,
  at: number,
): Promise<"ok" | "unchanged" | "unknown" | "not-ready"> => {
  const tag = tagOf(ref.subscriberId);
  const [reply] = (await run(
    redis,
    SETTLE,
    [
      keys.session(tag, ref.sessionId),
      keys.live(tag, ref.subscriberId),
      keys.online(tag),
      keys.ledger(tag),
      keys.due(tag),
      keys.ready(tag),
    ],
    [settlement.what, ref.subscriberId, ref.sessionId, at, ...details(settlement)],
  )) as ["ok" | "unchanged" | "unknown" | "not-ready"];
  return reply;
};

/** Takes sessions of a tag whose change is due, keeping others from them until `keptUntil` (epoch ms). */
export const claimDue = async (
  redis: RedisClient,
  tag: number,
  at: number,
  keptUntil: number,
  most: number,
): Promise<SessionRef[]> => {
  const members = (await run(redis, CLAIM, [keys.due(tag)], [at, keptUntil, most])) as string[];
  return members.map(refOf).filter((ref) => ref !== undefined);
};

/** Puts a change off: it is due again at an instant. */
export const postpone = async (redis: RedisClient, ref: SessionRef, dueAt: number): Promise<void> => {
  await redis.zadd(keys.due(tagOf(ref.subscriberId)), "XX", dueAt, memberOf(ref));
};

/** Sessions of a tag that were due to report before an instant. */
export const overdue = async (
  redis: RedisClient,
  tag: number,
  at: number,
  most: number,
): Promise<SessionRef[]> => {
  const members = await redis.zrangebyscore(keys.online(tag), "-inf", at, "LIMIT", 0, most);
  return members.map(refOf).filter((ref) => ref !== undefined);
};

/** A live session as Redis has it. */
export type LiveSession = SessionRef & {
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly mac: string;
  readonly loginId: string;
  readonly nasSessionId: string;
  readonly address: string;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  readonly profile: string;
  readonly wish: Wish | null;
  readonly wishCause: string;
  /** how many wishes there were, the one that stands included */
  readonly wishNumber: number;
  /** epoch ms; `null` while open */
  readonly endedAt: number | null;
};

/** One session; `undefined` when Redis has none of this id. */
export const readSession = async (redis: RedisClient, ref: SessionRef): Promise<LiveSession | undefined> => {
  const hash = await redis.hgetall(keys.session(tagOf(ref.subscriberId), ref.sessionId));
  if (!hash["t"]) return undefined;
  const text = (field: string): string => hash[field] ?? "";
  const number = (field: string): number => Number(hash[field] ?? 0);
  return {
    ...ref,
    nasId: number("n"),
    siteId: number("i"),
    planId: number("p"),
    mac: text("m"),
    loginId: text("l"),
    nasSessionId: text("a"),
    address: readAddresses(text("f")).v4,
    startedAt: number("t"),
    heardAt: number("at"),
    up: number("u"),
    down: number("d"),
    seconds: number("c"),
    profile: text("o"),
    wish: (text("w") || null) as Wish | null,
    wishCause: text("wc"),
    wishNumber: number("wn"),
    endedAt: text("x") ? number("x") : null,
  };
};

/** Members of the live zset whose time is not over: a session id and a MAC each. */
export const liveDevices = async (
  redis: RedisClient,
  subscriberId: number,
  at: number,
): Promise<{ sessionId: string; mac: string }[]> => {
  const members = await redis.zrangebyscore(keys.live(tagOf(subscriberId), subscriberId), `(${at}`, "+inf");
  return members.map((member) => ({ sessionId: member.slice(0, 16), mac: member.slice(17) }));
};
