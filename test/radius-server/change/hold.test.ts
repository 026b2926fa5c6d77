import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import { claimDue, postpone } from "#access/session/live";
import { memberOf } from "#access/session/ticket";
import { type Hold, heldUntil, hold } from "#radius-server/change/hold";
import { type TestWorld, testWorld } from "../../setup/world.ts";

const REF = { subscriberId: 5, sessionId: "0000000000000005" };
const RENEWED_SECONDS = 3;
const HELD_MS = 10_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const due = keys.due(tagOf(REF.subscriberId));
const dueAt = async (): Promise<number> => Number(await world.redis.zscore(due, memberOf(REF)));
const takes = () => claimDue(world.redis, tagOf(REF.subscriberId), world.now(), heldUntil(world), 10);

let held: Hold;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  await world.redis.zadd(due, world.now(), memberOf(REF));
  expect(await takes()).toEqual([REF]);
  held = hold(world, REF, heldUntil(world));
});
afterEach(async () => {
  await held.release();
  vi.useRealTimers();
});

const pass = (seconds: number): void => {
  world.clock.advance(seconds);
  vi.advanceTimersByTime(seconds * 1_000);
};

describe("a change that is carried out", () => {
  it("is kept from others for as long as that takes", async () => {
    for (let passed = 0; passed < 40; passed += RENEWED_SECONDS) {
      pass(RENEWED_SECONDS);
      await expect.poll(dueAt).toBe(world.now() + HELD_MS);
      expect(await takes()).toEqual([]);
    }
  });

  it("is another's soon after it was let go of", async () => {
    const until = await held.release();
    pass(HELD_MS / 1_000);
    expect(await dueAt()).toBe(until);
    expect(await takes()).toEqual([REF]);
  });

  it("tells until when it is held, also while it is being renewed", async () => {
    pass(RENEWED_SECONDS);
    expect(await held.release()).toBe(world.now() + HELD_MS);
    expect(await dueAt()).toBe(world.now() + HELD_MS);
  });

  it("stays another's where it was wished anew or put off", async () => {
    await postpone(world.redis, REF, world.now());
    pass(RENEWED_SECONDS);
    await held.release();
    expect(await takes()).toEqual([REF]);
  });
});
