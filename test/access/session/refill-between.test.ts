import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { account } from "#access/session/account-live";
import type { Booked, Booking } from "#access/session/booking";
import { counted as countedOrRestored } from "#access/session/count";
import { readSession } from "#access/session/live";
import { recreate } from "#access/session/recreate";
import { makeReady, refill } from "#access/session/refill";
import { drainAll } from "../../radius-server/drain/pages.ts";
import { type House, house } from "../../radius-server/house.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { bookingOf, report, sessionId, usageOf } from "./live.ts";

const MB = 1_000_000;
const [PHONE, LAPTOP] = [sessionId(1), sessionId(2)];

let home: House;
let subscriberId: number;
beforeAll(async () => {
  home = await house({ withoutDrain: true });
});
afterAll(() => home.close());
beforeEach(async () => {
  home.world.clock.set(BEGINNING);
  await home.world.redis.flushall();
  subscriberId = await home.enrol();
  await makeReady(home.world, tagOf(subscriberId));
  await refill(home.world, [subscriberId]);
});

const bookingFor = (session: string, minute: number, down: number) =>
  bookingOf(BEGINNING + minute * 60_000, {
    ...{ subscriberId, sessionId: session, nasId: home.nas.id, siteId: home.nas.siteId },
    ...{ mac: `aa:bb:cc:dd:ee:0${session.at(-1)}`, up: 0, down },
  });

const counted = (session: string, minute: number, down: number) =>
  report(home.world.redis, BEGINNING + minute * 60_000, bookingFor(session, minute, down));

const begins = (session: string) => recreate(home.world, bookingFor(session, 0, 0));

/** What Redis has of the person, to be put back as by a replica that takes over, or a file that ends too early. */
const copied = async (): Promise<() => Promise<void>> => {
  const { redis } = home.world;
  const tag = tagOf(subscriberId);
  const names = [
    keys.person(tag, subscriberId),
    ...[PHONE, LAPTOP].map((session) => keys.session(tag, session)),
  ];
  const values = await redis.mgetBuffer(names);
  return async () => {
    for (const [index, name] of names.entries()) {
      const value = values[index];
      await (value ? redis.set(name, value) : redis.del(name));
    }
  };
};

/** Octets of each period, and of all sessions together, as Redis has them. */
const sums = async (): Promise<{ readonly periods: number[]; readonly sessions: number }> => {
  const { redis } = home.world;
  const usage = await usageOf(redis, subscriberId);
  const sessions = await Promise.all(
    [PHONE, LAPTOP].map((session) => readSession(redis, { subscriberId, sessionId: session })),
  );
  return {
    periods: Object.values(usage).map((used) => Number(used.split(":")[1])),
    sessions: sessions.reduce((sum, session) => sum + (session?.down ?? 0), 0),
  };
};

/** Something that asks others, and before whose `call`th question something else happens. */
const interrupted = <Asked extends object>(asked: Asked, call: number, happen: () => Promise<unknown>) => {
  let calls = 0;
  return {
    wasReached: () => calls >= call,
    asked: new Proxy(asked, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...parameters: unknown[]) => {
          calls += 1;
          const ask = (): unknown => Reflect.apply(value, target, parameters);
          return calls === call ? happen().then(ask) : ask();
        };
      },
    }),
  };
};

/** Refills the person again and again, each time with something happening before another call to Redis. */
const refillBetween = async (
  before: () => Promise<void>,
  happen: () => Promise<unknown>,
  check: () => Promise<void>,
): Promise<number> => {
  for (let call = 1; ; call += 1) {
    await before();
    const { asked, wasReached } = interrupted<RedisClient>(home.world.redis, call, happen);
    await refill({ ...home.world, redis: asked }, [subscriberId]);
    if (!wasReached()) return call - 1;
    await check();
  }
};

describe("filling in a person", () => {
  it("counts once what PostgreSQL has, Redis has lost and the NAS repeats meanwhile", async () => {
    await begins(PHONE);
    await counted(PHONE, 1, 10 * MB);
    const setBack = await copied();
    await counted(PHONE, 2, 15 * MB);
    await drainAll(home.world);
    const calls = await refillBetween(
      setBack,
      () => counted(PHONE, 2, 15 * MB),
      async () => expect(await sums()).toEqual({ periods: Array(4).fill(15 * MB), sessions: 15 * MB }),
    );
    expect(calls).toBeGreaterThan(2);
  });

  it("loses nothing that comes meanwhile, also into an empty Redis", async () => {
    const { redis } = home.world;
    const setBack = await copied();
    await begins(PHONE);
    await counted(PHONE, 1, 10 * MB);
    await drainAll(home.world);
    for (const clear of [setBack, () => redis.flushall()]) {
      const calls = await refillBetween(
        async () => void (await clear()),
        () => counted(PHONE, 3, 18 * MB),
        async () => {
          await counted(PHONE, 4, 20 * MB);
          expect(await sums()).toEqual({ periods: Array(4).fill(20 * MB), sessions: 20 * MB });
        },
      );
      expect(calls).toBeGreaterThan(2);
    }
  });

  it("adds up what only PostgreSQL has and what only Redis has, and tells PostgreSQL", async () => {
    await begins(PHONE);
    await begins(LAPTOP);
    const setBack = await copied();
    await counted(PHONE, 1, 8 * MB);
    await drainAll(home.world);
    await setBack();
    await counted(LAPTOP, 1, 7 * MB);
    await refill(home.world, [subscriberId]);
    expect(await sums()).toEqual({ periods: Array(4).fill(15 * MB), sessions: 15 * MB });
    await drainAll(home.world);
    const stored = home.world.database("usage").where({ subscriber_id: subscriberId });
    expect((await stored.pluck("down")).map(Number)).toEqual(Array(4).fill(15 * MB));
  });

  it("reads totals and sessions that fit together, though the drain writes between", async () => {
    const { world } = home;
    await begins(PHONE);
    await counted(PHONE, 1, 10 * MB);
    const setBack = await copied();
    await drainAll(world);
    for (let call = 1, down = 11 * MB; call <= 4; call += 1, down += MB) {
      await counted(PHONE, call + 1, down);
      const reading = { transaction: (...parameters: unknown[]) => within(call, parameters) };
      const within = (at: number, [read, how]: unknown[]) =>
        world.database.transaction(async (transaction) => {
          const { asked } = interrupted(transaction, at, () => drainAll(world));
          return (read as (from: unknown) => Promise<unknown>)(asked);
        }, how as object);
      const database = reading as unknown as World["database"];
      await setBack();
      await refill({ ...world, database }, [subscriberId]);
      const { periods, sessions } = await sums();
      expect(periods).toEqual(Array(4).fill(sessions));
    }
  });
});

describe("a report of a session that ended days ago", () => {
  it.each([
    ["forgot the session", () => home.world.redis.del(keys.session(tagOf(subscriberId), PHONE))],
    ["was emptied", () => home.world.redis.flushall()],
  ])("is not counted again where Redis %s", async (_, forget) => {
    const { world } = home;
    await begins(PHONE);
    const stop = { ...bookingFor(PHONE, 1, 10 * MB), kind: "stop", cause: "User-Request" } as const;
    await account(world.redis, [stop]);
    await drainAll(world);
    await forget();
    world.clock.advance(3 * 86_400);
    const book = async (booking: Booking): Promise<Booked> => (await account(world.redis, [booking]))[0]!;
    await countedOrRestored(world, book, stop);
    expect(await sums()).toEqual({ periods: Array(4).fill(10 * MB), sessions: 10 * MB });
  });
});
