import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import { openRedis, type RedisClient } from "#access/redis/open";
import { account } from "#access/session/account-live";
import { type Kept, NOTHING } from "#access/session/change";
import { commit } from "#access/session/commit";
import { readSession } from "#access/session/live";
import { openAlone } from "#access/session/open-live";
import { settle } from "#access/session/settle-live";
import { NOBODY, packedPerson, readPerson } from "#access/subscriber/live";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { bookingOf, ledger, opening, prepare, report, SUBSCRIBER, sessionId, TAG } from "./live.ts";

const REF = { subscriberId: SUBSCRIBER, sessionId: sessionId(1) };
const KB = 1_000;

let world: TestWorld;
/** Redis as another server sees it. */
let another: RedisClient;
beforeAll(async () => {
  world = await testWorld();
  another = openRedis(world.settings.REDIS_URL);
});
afterAll(async () => {
  another.disconnect();
  await world.close();
});
beforeEach(async () => {
  await world.redis.flushall();
  await prepare(world.redis);
  await openAlone(world)(opening());
});

const used = async (): Promise<number[]> =>
  (await readPerson(world.redis, SUBSCRIBER))!.usage.map(([, , up]) => up);

describe("servers that count for one person", () => {
  it("lose nothing of two sessions that both report at once, however often", async () => {
    await openAlone(world)(opening({ sessionId: sessionId(2), mac: "aa:bb:cc:dd:ee:02" }));
    for (let times = 1; times <= 50; times += 1) {
      const at = BEGINNING + times * 1_000;
      const booked = await Promise.all([
        account(world.redis, [bookingOf(at, { up: times * KB })]),
        account(another, [bookingOf(at, { up: times * KB, sessionId: sessionId(2) })]),
      ]);
      expect(booked.flat().map(({ kind }) => kind)).toEqual(["ok", "ok"]);
    }
    expect(await used()).toEqual(Array(4).fill(100 * KB));
  });

  it("count what one session reports to each of them in turn", async () => {
    for (let times = 1; times <= 10; times += 1) {
      const client = times % 2 === 0 ? another : world.redis;
      await account(client, [bookingOf(BEGINNING + times * 1_000, { up: times * KB })]);
    }
    expect(await used()).toEqual(Array(4).fill(10 * KB));
    expect(await ledger(world.redis)).toHaveLength(11);
  });

  it("count each of many reports that come together on the one before it", async () => {
    const reports = Array.from({ length: 64 }, (_, index) =>
      bookingOf(BEGINNING + index * 1_000, { up: (index + 1) * KB }),
    );
    const booked = await account(world.redis, reports);
    expect(booked.map((each) => each.kind === "ok" && each.counted.session.up)).toEqual(
      reports.map(({ up }) => up),
    );
  });
});

describe("what a server read", () => {
  /** A client that lets something happen after each of its readings, before it writes. */
  const meanwhile = (happens: () => Promise<unknown>): RedisClient =>
    new Proxy(world.redis, {
      get: (redis, name) => {
        const value = Reflect.get(redis, name);
        if (name !== "mgetBuffer") return typeof value === "function" ? value.bind(redis) : value;
        return async (names: string[]) => {
          const values = await redis.mgetBuffer(names);
          await happens();
          return values;
        };
      },
    });

  it("is not what it writes on when somebody wrote since", async () => {
    await report(world.redis, BEGINNING + 1_000, { up: KB });
    const wish = { what: "wish", wish: "slow", cause: "staff" } as const;
    const redis = meanwhile(() => settle(another, REF, wish, BEGINNING + 2_000));
    const [booked] = await report(redis, BEGINNING + 3_000, { up: 2 * KB });
    expect(booked).toMatchObject({ kind: "ok", counted: { wish: "slow" } });
    expect(await readSession(world.redis, REF)).toMatchObject({ up: 2 * KB, wish: "slow" });
  });

  it("is nothing to a Redis that was emptied since", async () => {
    const redis = meanwhile(() => another.flushall());
    expect(await report(redis, BEGINNING + 2_000, { up: 2 * KB })).toEqual([{ kind: "not-ready" }]);
    expect(await world.redis.keys("*")).toEqual([]);
  });

  it("does not bring back who was filled in anew since", async () => {
    const other = packedPerson({ ...NOBODY, planId: 2, planSince: BEGINNING });
    const redis = meanwhile(() => another.set(keys.person(TAG, SUBSCRIBER), other));
    await report(redis, BEGINNING + 2_000, { up: 2 * KB });
    expect(await readPerson(world.redis, SUBSCRIBER)).toMatchObject({ planId: 2 });
    expect(await used()).toEqual(Array(4).fill(2 * KB));
  });
});

describe("a change", () => {
  it("that cannot be decided fails alone", async () => {
    const ok = { answer: "ok", writes: NOTHING } as const;
    const answers = await commit<string>(world.redis, [
      { ...REF, decide: () => ok },
      {
        subscriberId: SUBSCRIBER + 64,
        sessionId: sessionId(2),
        decide: () => {
          throw new Error("undecidable");
        },
      },
    ]);
    expect(answers).toEqual(["ok", { kind: "error", reason: "undecidable" }]);
  });

  it("of what another program keeps under its key fails, and leaves it there", async () => {
    const key = keys.session(tagOf(SUBSCRIBER), sessionId(3));
    await world.redis.hset(key, "a", "b");
    const [booked] = await report(world.redis, BEGINNING, { sessionId: sessionId(3) });
    expect(booked).toMatchObject({ kind: "unknown" });
    const opened = await openAlone(world)(opening({ sessionId: sessionId(3) }));
    expect(opened).toMatchObject({ kind: "error" });
    expect(await world.redis.hgetall(key)).toEqual({ a: "b" });
  });

  it("is given up when others always come first", async () => {
    const person = { ...NOBODY, planId: 1 };
    const meddled = new Proxy(world.redis, {
      get: (redis, name) => {
        const value = Reflect.get(redis, name);
        if (name !== "callBuffer") return typeof value === "function" ? value.bind(redis) : value;
        return async (...question: [string, ...string[]]) => {
          await another.set(keys.person(TAG, SUBSCRIBER), packedPerson(person));
          return redis.callBuffer(...question);
        };
      },
    });
    let tries = 0;
    const decide = (kept: Kept, version: number) => {
      tries += 1;
      return { answer: "ok", writes: { person: { ...kept.person!, version } } };
    };
    const [answer] = await commit<string>(meddled, [{ ...REF, decide }]);
    expect(answer).toEqual({ kind: "error", reason: "others always came first" });
    expect(tries).toBe(101);
    expect(await readPerson(world.redis, SUBSCRIBER)).toMatchObject({ planId: 1 });
  });
});
