import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import { readSession } from "#access/session/live";
import { openAlone } from "#access/session/open-live";
import { memberOf } from "#access/session/ticket";
import { closeSilent } from "#radius-server/sweep";
import { opening, putPerson, sessionId } from "../access/session/live.ts";
import { BEGINNING } from "../setup/stores.ts";
import { type TestWorld, testWorld } from "../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

describe("the search for silent sessions", () => {
  it("closes all others, of each hash tag, where one cannot be read, and says so", async () => {
    const refs = [64, 128, 65].map((subscriberId) => ({ subscriberId, sessionId: sessionId(subscriberId) }));
    for (const ref of refs) {
      await putPerson(world.redis, ref.subscriberId, BEGINNING);
      await openAlone(world)(opening(ref));
    }
    const unreadable = { subscriberId: 192, sessionId: sessionId(192) };
    await putPerson(world.redis, unreadable.subscriberId, BEGINNING);
    await world.redis.set(keys.session(tagOf(192), unreadable.sessionId), "octets of somebody else");
    await world.redis.zadd(keys.online(tagOf(192)), BEGINNING, memberOf(unreadable));
    world.clock.advance(91);
    await expect(closeSilent(world)).rejects.toThrow("session_not_settled");
    const sessions = await Promise.all(refs.map((ref) => readSession(world.redis, ref)));
    expect(sessions.map((session) => session?.endedAt)).toEqual([BEGINNING, BEGINNING, BEGINNING]);
  });
});
