import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { refill } from "#access/session/refill";
import { drainAll } from "../../radius-server/drain/pages.ts";
import { type House, house } from "../../radius-server/house.ts";
import { interrupted, type Of, type OnePerson, onePerson } from "./one-person.ts";

const MB = 1_000_000;

let home: House;
let person: OnePerson;
beforeAll(async () => {
  home = await house({ withoutDrain: true });
});
afterAll(() => home.close());
beforeEach(async () => {
  person = await onePerson(home);
});

const reported = (session: Of, minute: number, down: number) =>
  person.report(person.booking(session, minute, down));

/** So much in each of the four periods, and in the sessions. */
const each = (octets: number) => ({ periods: Array(4).fill(octets), sessions: octets });

/** Refills the person again and again, each time with something happening before another call to Redis. @returns the calls */
const refillBetween = async (
  before: () => Promise<unknown>,
  happen: () => Promise<unknown>,
  check: () => Promise<void>,
): Promise<number> => {
  for (let call = 1; ; call += 1) {
    await before();
    const { asked, wasReached } = interrupted<RedisClient>(home.world.redis, call, happen);
    await refill({ ...home.world, redis: asked }, [person.subscriberId]);
    if (!wasReached()) return call - 1;
    await check();
  }
};

describe("filling in a person", () => {
  it("counts once what PostgreSQL has, Redis has lost and the NAS repeats meanwhile", async () => {
    await reported("phone", 1, 10 * MB);
    const setBack = await person.copy();
    await reported("phone", 2, 15 * MB);
    await drainAll(home.world);
    const calls = await refillBetween(
      setBack,
      () => reported("phone", 2, 15 * MB),
      async () => expect(await person.sums()).toEqual(each(15 * MB)),
    );
    expect(calls).toBeGreaterThan(2);
  });

  it("loses nothing that comes meanwhile, also into an empty Redis", async () => {
    const setBack = await person.copy();
    await reported("phone", 1, 10 * MB);
    await drainAll(home.world);
    for (const clear of [setBack, () => home.world.redis.flushall()]) {
      const calls = await refillBetween(
        clear,
        () => reported("phone", 3, 18 * MB),
        async () => {
          await reported("phone", 4, 20 * MB);
          expect(await person.sums()).toEqual(each(20 * MB));
        },
      );
      expect(calls).toBeGreaterThan(2);
    }
  });

  it.each([
    ["had begun", 1],
    ["had not begun", 0],
  ])(
    "adds up what only PostgreSQL has and what only Redis has, where the session %s, and tells PostgreSQL",
    async (_, begun) => {
      await reported("laptop", 0, 0);
      for (let report = 0; report < begun; report += 1) await reported("phone", 0, 0);
      const setBack = await person.copy();
      await reported("phone", 1, 8 * MB);
      await drainAll(home.world);
      await setBack();
      await reported("laptop", 1, 7 * MB);
      await refill(home.world, [person.subscriberId]);
      expect(await person.sums()).toEqual(each(15 * MB));
      await drainAll(home.world);
      expect(await person.stored()).toEqual(each(15 * MB).periods);
    },
  );

  it("reads totals and sessions that fit together, though the drain writes between", async () => {
    const { world } = home;
    await reported("phone", 1, 10 * MB);
    const setBack = await person.copy();
    await drainAll(world);
    for (let call = 1, down = 11 * MB; call <= 4; call += 1, down += MB) {
      await reported("phone", call + 1, down);
      const within = ([read, how]: unknown[]) =>
        world.database.transaction(async (transaction) => {
          const { asked } = interrupted(transaction, call, () => drainAll(world));
          return (read as (from: unknown) => Promise<unknown>)(asked);
        }, how as object);
      const database = { transaction: (...parameters: unknown[]) => within(parameters) } as unknown;
      await setBack();
      await refill({ ...world, database: database as World["database"] }, [person.subscriberId]);
      const { periods, sessions } = await person.sums();
      expect(periods).toEqual(Array(4).fill(sessions));
    }
  });
});

describe("a report of a session that ended days ago", () => {
  it.each([
    [
      "forgot the session",
      () => home.world.redis.del(keys.session(tagOf(person.subscriberId), person.sessions.phone)),
    ],
    ["was emptied", () => home.world.redis.flushall()],
  ])("is not counted again where Redis %s", async (_, forget) => {
    const stop = { ...person.booking("phone", 1, 10 * MB), kind: "stop", cause: "User-Request" } as const;
    await person.report(stop);
    await drainAll(home.world);
    await forget();
    home.world.clock.advance(3 * 86_400);
    await person.report(stop);
    expect(await person.sums()).toEqual(each(10 * MB));
  });
});
