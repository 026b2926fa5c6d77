import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RedisClient } from "#access/redis/open";
import { packing } from "#access/redis/pack";
import { account } from "#access/session/account-live";
import type { Booking } from "#access/session/booking";
import { readSession } from "#access/session/live";
import { open } from "#access/session/open-live";
import { begun, packedSession } from "#access/session/packed";
import { type Remembered, remembering } from "#access/session/remembered";
import { settle } from "#access/session/settle-live";
import type { SessionRef } from "#access/session/ticket";
import { type LivePerson, NOBODY, readPerson, writePerson } from "#access/subscriber/live";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { bookingOf, ledger, opening, prepare, SUBSCRIBER, sessionId } from "./live.ts";

const REF = { subscriberId: SUBSCRIBER, sessionId: sessionId(1) };
/** Another device of the same person. */
const OTHER = { sessionId: sessionId(2), mac: "aa:bb:cc:dd:ee:02" };
const KB = 1_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

describe("a server that remembers", () => {
  let remembered: Remembered;
  let reads: number;
  let commits: number;
  /** Redis, which says how often people and sessions were read from it, and how often something was proposed to it. */
  let redis: RedisClient;
  beforeEach(async () => {
    await world.redis.flushall();
    await prepare(world.redis);
    remembered = remembering();
    [reads, commits] = [0, 0];
    redis = new Proxy(world.redis, {
      get: (target, name) => {
        if (name === "mgetBuffer") reads += 1;
        if (name === "callBuffer") commits += 1;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  });

  const report = (at: number, more: Partial<Booking> = {}) =>
    account(redis, [bookingOf(BEGINNING + at, more)], remembered);

  const openBoth = async (): Promise<void> => {
    for (const one of [opening(), opening(OTHER)]) await open(redis, [one], remembered);
  };

  it("counts a session's reports without reading it again, in every digit as one that reads", async () => {
    await open(redis, [opening()], remembered);
    reads = 0;
    await report(1_000, { kind: "start", up: 0, down: 0 });
    for (let times = 2; times <= 20; times += 1)
      await report(times * 1_000, { up: times * KB, down: times * 3 * KB });
    expect(reads).toBe(0);
    const [counted, said] = [await readSession(world.redis, REF), await ledger(world.redis)];
    const person = await readPerson(world.redis, SUBSCRIBER);

    await world.redis.flushall();
    await prepare(world.redis);
    await open(world.redis, [opening()]);
    await account(world.redis, [bookingOf(BEGINNING + 1_000, { kind: "start", up: 0, down: 0 })]);
    for (let times = 2; times <= 20; times += 1)
      await account(world.redis, [
        bookingOf(BEGINNING + times * 1_000, { up: times * KB, down: times * 3 * KB }),
      ]);
    expect(counted).toEqual(await readSession(world.redis, REF));
    expect(said).toEqual(await ledger(world.redis));
    expect(person?.usage).toEqual((await readPerson(world.redis, SUBSCRIBER))?.usage);
  });

  it("decides anew where another wrote since", async () => {
    await open(redis, [opening()], remembered);
    await report(1_000, { up: KB });
    await settle(world.redis, REF, { what: "wish", wish: "slow", cause: "staff" }, BEGINNING + 2_000);
    await account(world.redis, [bookingOf(BEGINNING + 3_000, { up: 5 * KB })]);
    const [booked] = await report(4_000, { up: 6 * KB });
    expect(booked).toMatchObject({ kind: "ok", counted: { wish: "slow", session: { up: 6 * KB } } });
    const usage = (await readPerson(world.redis, SUBSCRIBER))?.usage;
    expect(usage?.map(([, , up]) => up)).toEqual(Array(4).fill(6 * KB));
  });

  it("loses nothing of two sessions of one person that report in turn, and together", async () => {
    await openBoth();
    for (let times = 1; times <= 10; times += 1) {
      const [at, up] = [BEGINNING + times * 1_000, times * KB];
      const both = [bookingOf(at, { up }), bookingOf(at, { ...OTHER, up })];
      const calls = times % 2 === 0 ? [both] : both.map((one) => [one]);
      for (const bookings of calls) await account(redis, bookings, remembered);
    }
    const usage = (await readPerson(world.redis, SUBSCRIBER))?.usage;
    expect(usage?.map(([, , up]) => up)).toEqual(Array(4).fill(20 * KB));
  });

  it("reads nothing again of two sessions of one person that report in turn", async () => {
    await openBoth();
    [reads, commits] = [0, 0];
    for (let times = 1; times <= 10; times += 1) {
      await report(times * 1_000, { up: times * KB });
      await report(times * 1_000 + 500, { ...OTHER, up: times * KB });
    }
    expect([reads, commits]).toEqual([0, 20]);
  });

  it("says so when Redis was emptied since, and writes nothing there", async () => {
    await open(redis, [opening()], remembered);
    await world.redis.flushall();
    expect(await report(1_000, { up: KB })).toEqual([{ kind: "not-ready" }]);
    expect(await world.redis.keys("*")).toEqual([]);
  });

  it("counts on after a call that failed, as if it had not been made", async () => {
    await open(redis, [opening()], remembered);
    const failing = new Proxy(world.redis, {
      get: (target, name) => {
        if (name === "callBuffer") return () => Promise.reject(new Error("lost"));
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await expect(account(failing, [bookingOf(BEGINNING + 1_000, { up: KB })], remembered)).rejects.toThrow();
    await report(2_000, { up: 2 * KB });
    expect(await readSession(world.redis, REF)).toMatchObject({ up: 2 * KB });
    expect((await ledger(world.redis)).map(({ kind }) => kind)).toEqual(["open", "interim"]);
  });
});

describe("what is remembered", () => {
  const ref = (number: number, subscriberId = SUBSCRIBER): SessionRef => ({
    subscriberId,
    sessionId: sessionId(number),
  });
  const person = (more: Partial<LivePerson> = {}): Buffer =>
    packing((to) => writePerson(to, { ...NOBODY, planId: 1, version: 2 ** 52, ...more }));
  const session = (nasSessionId = ""): Buffer =>
    packedSession(begun(2 ** 52 + 1, { ...opening({ nasSessionId }), requestKey: "" }, BEGINNING, 0));

  it("is what was kept", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), person(), session("80000001"));
    expect(remembered.read(ref(1))).toMatchObject({
      person: { planId: 1, version: 2 ** 52 },
      session: { nasSessionId: "80000001", version: 2 ** 52 + 1 },
      isReady: true,
    });
  });

  it("is only what is known whole", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), undefined, session());
    remembered.keep(ref(2, SUBSCRIBER + 64), person(), undefined);
    expect([remembered.read(ref(1)), remembered.read(ref(2, SUBSCRIBER + 64))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is a person as the last of their sessions left them", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), person(), session("a"));
    remembered.keep(ref(2), person({ planId: 2 }), session("b"));
    expect(remembered.read(ref(1))).toMatchObject({ person: { planId: 2 }, session: { nasSessionId: "a" } });
  });

  it("keeps the one where only the other is written", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), person(), session("a"));
    remembered.keep(ref(1), person({ planId: 2 }), undefined);
    remembered.keep(ref(1), undefined, session("b"));
    expect(remembered.read(ref(1))).toMatchObject({ person: { planId: 2 }, session: { nasSessionId: "b" } });
  });

  it("makes room for the latest", () => {
    const remembered = remembering(4);
    for (let number = 1; number <= 6; number += 1)
      remembered.keep(ref(number), person(), session(`${number}`));
    const known = [1, 2, 3, 4, 5, 6].map((number) => remembered.read(ref(number))?.session?.nasSessionId);
    expect(known).toEqual([undefined, undefined, "3", "4", "5", "6"]);
  });

  it("is not another person's session of the same id", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), person(), session("a"));
    expect(remembered.read(ref(1, SUBSCRIBER + 64))).toBeUndefined();
    remembered.keep(ref(1, SUBSCRIBER + 64), person({ planId: 2 }), session("b"));
    expect(remembered.read(ref(1))).toMatchObject({ person: { planId: 1 }, session: { nasSessionId: "a" } });
    expect(remembered.read(ref(1, SUBSCRIBER + 64))?.person).toMatchObject({ planId: 2 });
  });

  it("is forgotten once it is larger than its room", () => {
    const remembered = remembering(4);
    remembered.keep(ref(1), person(), session());
    const live = Array.from({ length: 32 }, (_, index) => ({
      sessionId: sessionId(index),
      mac: "aa:bb:cc:dd:ee:01",
    }));
    remembered.keep(ref(1), person({ live }), session());
    expect(remembered.read(ref(1))).toBeUndefined();
    remembered.keep(ref(1), person(), session("x".repeat(600)));
    expect(remembered.read(ref(1))).toBeUndefined();
  });
});
