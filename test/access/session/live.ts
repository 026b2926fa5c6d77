import { putGrant } from "#access/grant/live";
import { periodsAt } from "#access/quota/period";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { Keyring } from "#access/runtime/keyring";
import { account, type Booking, type Opening } from "#access/session/live";
import { BEGINNING } from "../../setup/stores.ts";

export const SUBSCRIBER = 77;
export const TAG = tagOf(SUBSCRIBER);
export const MAC = "aa:bb:cc:dd:ee:01";

/** A session id, 16 hexadecimal characters. */
export const sessionId = (number: number): string => number.toString(16).padStart(16, "0");

/** An opening of session 1 by the grant `w-1`; a test names what matters. */
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
  by: "grant",
  mayReauthenticate: false,
  ...more,
});

/** Makes Redis know the person, and grants of these login ids. */
export const prepare = async (redis: RedisClient, keyring: Keyring, ...loginIds: string[]): Promise<void> => {
  await redis.set(keys.ready(TAG), "filled");
  await redis.hset(keys.subscriber(TAG, SUBSCRIBER), {
    plan: 1,
    status: "active",
    since: BEGINNING,
    anchor: 23,
    top: "",
  });
  for (const loginId of loginIds) {
    await putGrant(
      redis,
      keyring,
      { loginId, subscriberId: SUBSCRIBER, nasId: 1, mac: MAC, address: "", password: "password" },
      TAG,
    );
  }
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

/** Entries of the ledger, each as fields and values. */
export const ledger = async (redis: RedisClient): Promise<Record<string, string>[]> => {
  const entries = await redis.xrange(keys.ledger(TAG), "-", "+");
  return entries.map(([, fields]) =>
    Object.fromEntries(
      fields.flatMap((field, index) => (index % 2 === 0 ? [[field, fields[index + 1] ?? ""]] : [])),
    ),
  );
};
