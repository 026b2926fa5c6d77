import { recordsIn } from "#access/ledger/entry";
import type { Marks } from "#access/quota/marks";
import { periodsAt } from "#access/quota/period";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import { newVersion } from "#access/redis/version";
import { account } from "#access/session/account-live";
import type { Booking } from "#access/session/booking";
import type { Opening } from "#access/session/opening";
import { begun, packedSession, type SessionState, stateIn } from "#access/session/packed";
import type { SessionRef } from "#access/session/ticket";
import { NOBODY, packedPerson, readPerson } from "#access/subscriber/live";
import { BEGINNING } from "../../setup/stores.ts";

export const SUBSCRIBER = 77;
export const TAG = tagOf(SUBSCRIBER);
export const MAC = "aa:bb:cc:dd:ee:01";

/** A session id, 16 hexadecimal characters. */
export const sessionId = (number: number): string => number.toString(16).padStart(16, "0");

/** An opening of session 1; a test names what matters. */
export const opening = (more: Partial<Opening> = {}): Opening => ({
  subscriberId: SUBSCRIBER,
  sessionId: sessionId(1),
  loginId: "w-1",
  mac: MAC,
  at: BEGINNING,
  devices: null,
  keptUntil: BEGINNING + 90_000,
  requestKey: "1:first",
  nasId: 1,
  siteId: 1,
  planId: 1,
  nasSessionId: "",
  address: "",
  profile: "full",
  mayReauthenticate: false,
  ...more,
});

/** Makes Redis know a person on plan 1, with nothing used and nobody online. */
export const putPerson = (redis: RedisClient, subscriberId: number, planSince: number) =>
  redis.set(
    keys.person(tagOf(subscriberId), subscriberId),
    packedPerson({ ...NOBODY, planId: 1, planSince, anchorDay: 23 }),
  );

/** Makes Redis know the person. */
export const prepare = async (redis: RedisClient): Promise<void> => {
  await redis.set(keys.ready(TAG), "filled");
  await putPerson(redis, SUBSCRIBER, BEGINNING);
};

type Changes = Partial<
  Pick<
    SessionState,
    "nasId" | "mac" | "loginId" | "heardAt" | "profile" | "endedAt" | "cause" | "liveUntil"
  > &
    Marks
>;

/** Writes a session into Redis, as it is there or fresh, with parts of it changed. */
export const putSession = async (redis: RedisClient, ref: SessionRef, changes: Changes): Promise<void> => {
  const key = keys.session(tagOf(ref.subscriberId), ref.sessionId);
  const known = await redis.getBuffer(key);
  const fresh = begun(0, { ...opening(), requestKey: "" }, BEGINNING, 0);
  const { marks, ...state } = known ? stateIn(known) : fresh;
  const { subscriberId } = ref;
  const packed = packedSession({
    ...state,
    ...changes,
    version: newVersion(),
    subscriberId,
    marks: { ...marks, ...changes },
  });
  await redis.set(key, packed);
};

/** What a person used, `d:1763917200` → `up:down:seconds`. */
export const usageOf = async (redis: RedisClient, subscriberId: number): Promise<Record<string, string>> => {
  const person = await readPerson(redis, subscriberId);
  return Object.fromEntries(
    (person?.usage ?? []).map(([letter, start, ...used]) => [`${letter}:${start}`, used.join(":")]),
  );
};

/** A report of session 1 at an instant, epoch ms; a test names what matters. */
export const bookingOf = (at: number, more: Partial<Booking> = {}): Booking => {
  const { day, week, month } = periodsAt(at, { zone: "Asia/Ho_Chi_Minh", anchorDay: 23 });
  return {
    kind: "interim",
    subscriberId: SUBSCRIBER,
    sessionId: sessionId(1),
    nasId: 1,
    siteId: 1,
    mac: MAC,
    loginId: "w-1",
    nasSessionId: "80000001",
    address: "",
    up: 1,
    down: 1,
    seconds: Math.floor((at - BEGINNING) / 1000),
    eventAt: at,
    stamped: true,
    gigawords: true,
    receivedAt: at,
    startedAt: BEGINNING,
    anchorDay: 23,
    zone: "Asia/Ho_Chi_Minh",
    dayStartsAt: day.startsAt,
    weekStartsAt: week.startsAt,
    monthStartsAt: month.startsAt,
    cause: "",
    liveUntil: at + 930_000,
    ...more,
  };
};

/** Counts a report of session 1 at an instant, epoch ms. */
export const report = (redis: RedisClient, at: number, more: Partial<Booking> = {}) =>
  account(redis, [bookingOf(at, more)]);

const NAMES = [
  "kind", "subscriberId", "sessionId", "nasId", "siteId", "planId", "mac", "loginId", "nasSessionId", "address", "startedAt",
  "up", "down", "seconds", "eventAt", "receivedAt", "endedAt", "cause", "profile", "usage", "marks", "saidAt", "claimedUp",
  "claimedDown", "claimedSeconds", "trace",
] as const; // biome-ignore format: names

type Named = Record<(typeof NAMES)[number], unknown>;

/** What happened, as the ledger has it, in order. */
export const ledger = async (redis: RedisClient): Promise<Named[]> => {
  const entries = (await redis.xrangeBuffer(keys.ledger(0), "-", "+")) as [Buffer, Buffer[]][];
  return entries
    .flatMap(([, fields]) => recordsIn(fields))
    .map((record) => Object.fromEntries(NAMES.map((name, index) => [name, record[index]])) as Named);
};
