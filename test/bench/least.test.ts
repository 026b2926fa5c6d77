import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newLoginId, putGrant } from "#access/grant/live";
import { keys, tagOf } from "#access/redis/keys";
import { PERSON, readPeople, writeAll } from "../../bench/least/calls.ts";
import { classOf, openedOf } from "../../bench/least/class.ts";
import { type TestWorld, testWorld } from "../setup/world.ts";

const SESSION = { subscriberId: 77, sessionId: "000000000000001a" };

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await world.redis.set(keys.person(tagOf(SESSION.subscriberId), SESSION.subscriberId), PERSON);
});
afterAll(() => world.close());

describe("the server that decides nothing", () => {
  it("reads the person of a grant, and nobody of one that is over", async () => {
    const [known, over] = [newLoginId(tagOf(77)), newLoginId(tagOf(77))] as const;
    await putGrant(world.redis, { loginId: known, subscriberId: 77, nasId: 1, mac: "", address: "" });
    expect(await readPeople(world.redis, [over, known])).toEqual([undefined, PERSON]);
  });

  it("writes what a login and a report of it write: person, session, a look to come, a ledger record each", async () => {
    const login = { ...SESSION, person: PERSON, isKnown: false };
    const report = { ...SESSION, person: PERSON, isKnown: true };
    expect(await writeAll(world.redis, [login])).toEqual([true]);
    expect(await writeAll(world.redis, [report, login])).toEqual([true, false]);
    const tag = tagOf(SESSION.subscriberId);
    expect(await world.redis.exists(keys.session(tag, SESSION.sessionId))).toBe(1);
    expect(await world.redis.zcard(keys.online(tag))).toBe(1);
    expect(await world.redis.xlen(keys.ledger(0))).toBe(2);
  });

  it("finds a session again by its Class", () => {
    expect(openedOf(classOf(SESSION))).toEqual(SESSION);
    expect(openedOf(Buffer.from("another's"))).toBeUndefined();
    expect(openedOf(undefined)).toBeUndefined();
  });
});
