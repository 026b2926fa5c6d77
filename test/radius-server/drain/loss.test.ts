import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allTags, keys } from "#access/redis/keys";
import { mendLoss } from "#radius-server/drain/loss";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { drainAll, recordOf, SUBSCRIBER, settle, write } from "./pages.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await settle(world, 1);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
  await world.database.raw("truncate sessions; update ledger_positions set position = '0-0'");
  await Promise.all(allTags.map((tag) => world.redis.set(keys.ready(tag), "filled before")));
});

/** Tags that were filled since. */
const mended = async (): Promise<number[]> => {
  const markers = await Promise.all(allTags.map((tag) => world.redis.get(keys.ready(tag))));
  return allTags.filter((tag) => markers[tag] !== "filled before" && markers[tag] !== null);
};

describe("a Redis that lost what PostgreSQL has", () => {
  it("is filled again in every tag where the first stream, which has everybody's, is behind", async () => {
    await write(world, [[recordOf()]]);
    await drainAll(world);
    await world.redis.del(keys.ledger(0));
    expect(await mendLoss(world)).toBe(64);
    expect(await mended()).toEqual(allTags);
  });

  it("is filled again in the tag whose own stream is behind", async () => {
    await write(world, [[recordOf({ subscriberId: 5 })]], 5);
    await drainAll(world);
    await world.redis.del(keys.ledger(5));
    expect(await mendLoss(world)).toBe(1);
    expect(await mended()).toEqual([5]);
  });

  it("goes on behind what PostgreSQL has, so that nothing new looks old", async () => {
    await world.redis.xadd(keys.ledger(0), `${world.now() * 2}-0`, "k", "continued"); // a clock far ahead
    await drainAll(world);
    await world.redis.del(keys.ledger(0));
    await mendLoss(world);
    await write(world, [[recordOf({ down: 5 })]]);
    await drainAll(world);
    const stored = world.database("sessions").where({ subscriber_id: SUBSCRIBER });
    expect(await stored.pluck("down")).toEqual([5]);
  });

  it("is left alone where nothing was lost", async () => {
    await write(world, [[recordOf()]]);
    await drainAll(world);
    expect(await mendLoss(world)).toBe(0);
  });
});
