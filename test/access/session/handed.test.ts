import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen } from "#access/notice/live";
import { keys, tagOf } from "#access/redis/keys";
import { handOver, takeHanded } from "#access/session/handed-live";
import { claimDue } from "#access/session/live";
import { memberOf } from "#access/session/ticket";
import { type TestWorld, testWorld } from "../../setup/world.ts";

const NAS = 7;
const REF = { subscriberId: 5, sessionId: "0000000000000005" };
const KEPT_MS = 35_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const due = keys.due(tagOf(REF.subscriberId));
const dueAt = async (): Promise<number> => Number(await world.redis.zscore(due, memberOf(REF)));
/** Somebody takes it, as it is due. @returns until when others are kept from it */
const claims = async (): Promise<number> => {
  const at = world.now();
  expect(await claimDue(world.redis, tagOf(REF.subscriberId), at, at + KEPT_MS, 1)).toEqual([REF]);
  return at + KEPT_MS;
};
const takes = () => takeHanded(world.redis, NAS, world.now() + KEPT_MS, 10);

beforeEach(async () => {
  await world.redis.del(keys.handed(NAS));
  await world.redis.zadd(due, world.now(), memberOf(REF));
});

describe("a change handed over to who has a connection of its NAS", () => {
  it("is told by a notice, and is one process's of several", async () => {
    const heard: unknown[] = [];
    const stop = await listen(world, (notice) => heard.push(notice));
    await handOver(world, NAS, REF, await claims());
    await expect.poll(() => heard).toContainEqual({ kind: "handed", id: NAS });
    await stop();
    const taken = await Promise.all([takes(), takes(), takes()]);
    expect(taken.flatMap((refs) => refs ?? [])).toEqual([REF]);
    expect(await dueAt()).toBe(world.now() + KEPT_MS);
    expect(await takes()).toBeUndefined();
  });

  it("is due again within a minute where nobody takes it, and then another's", async () => {
    await handOver(world, NAS, REF, await claims());
    expect(await dueAt()).toBe(world.now() + 60_000);
    world.clock.advance(60);
    await claims();
    expect(await takes()).toEqual([]);
  });

  it("is handed over by nobody who has lost it: it was wished anew meanwhile, or taken, or is not owed", async () => {
    const keptUntil = await claims();
    await world.redis.zadd(due, world.now(), memberOf(REF));
    await handOver(world, NAS, REF, keptUntil);
    expect(await takes()).toBeUndefined();
    await handOver(world, NAS, REF, await claims());
    await handOver(world, NAS, REF, keptUntil);
    expect(await takes()).toEqual([REF]);
    await world.redis.zrem(due, memberOf(REF));
    await handOver(world, NAS, REF, keptUntil);
    expect([await takes(), await world.redis.zcard(due)]).toEqual([undefined, 0]);
  });

  it("lies once, however often it is handed over, and not for ever", async () => {
    for (let times = 0; times < 5; times += 1) {
      await handOver(world, NAS, REF, await claims());
      world.clock.advance(60);
    }
    expect(await world.redis.zcard(keys.handed(NAS))).toBe(1);
    expect(await world.redis.ttl(keys.handed(NAS))).toBeGreaterThan(0);
  });
});
