import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newLoginId, putGrant, readGrants } from "#access/grant/live";
import { keys, tagOf } from "#access/redis/keys";
import { together } from "#radius-server/together";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { MAC, putPerson } from "../session/live.ts";

const [FIRST, SECOND] = [77, 78];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

let logins: readonly [string, string];
beforeEach(async () => {
  await world.redis.flushall();
  logins = [newLoginId(tagOf(FIRST)), newLoginId(tagOf(SECOND))];
  for (const [index, subscriberId] of [FIRST, SECOND].entries()) {
    const loginId = logins[index] as string;
    await putPerson(world.redis, subscriberId, BEGINNING);
    await putGrant(world.redis, { loginId, subscriberId, nasId: 1, mac: MAC, address: "" });
  }
});

const grantKey = (): string => keys.grant(tagOf(FIRST), logins[0]);
const personKey = (): string => keys.person(tagOf(FIRST), FIRST);

/** What may stand where one of two grants, or its person, should. */
const SPOILT: readonly (readonly [what: string, spoil: () => Promise<unknown>])[] = [
  ["a grant that is none", () => world.redis.set(grantKey(), "none")],
  ["a grant that begins with a text", () => world.redis.set(grantKey(), Buffer.from([0xa1, 0x61]))],
  [
    "a grant of another type",
    () => world.redis.del(grantKey()).then(() => world.redis.hset(grantKey(), "a", "b")),
  ],
  [
    "a person of another type",
    () => world.redis.del(personKey()).then(() => world.redis.hset(personKey(), "a", "b")),
  ],
];

describe("grants read together", () => {
  it("come with the people they are for, in order, and nothing where there is none", async () => {
    const found = await readGrants(world.redis, [logins[1], newLoginId(3), logins[0]]);
    expect(found).toMatchObject([
      { grant: { subscriberId: SECOND, mac: MAC }, person: { planId: 1 } },
      undefined,
      { grant: { subscriberId: FIRST, mac: MAC }, person: { planId: 1 } },
    ]);
  });

  it("come without a person who cannot be read, whom it is left to put right", async () => {
    await world.redis.set(personKey(), "none");
    const found = await readGrants(world.redis, logins);
    expect(found[0]).toEqual({ grant: expect.objectContaining({ subscriberId: FIRST }), person: undefined });
    expect(found[1]).toMatchObject({ person: { planId: 1 } });
  });

  it.each(SPOILT)("fail none of the others for %s", async (_, spoil) => {
    await spoil();
    const { grantOf } = together(world);
    const [spoilt, sound] = await Promise.allSettled(logins.map(grantOf));
    expect(spoilt?.status).toBe("rejected");
    expect(sound).toMatchObject({ status: "fulfilled", value: { grant: { subscriberId: SECOND } } });
  });
});
