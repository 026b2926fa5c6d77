import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#access/postgres/instant";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const value = async (expression: string, ...bindings: string[]): Promise<unknown> =>
  (await world.database.raw(`select ${expression} as value`, bindings)).rows[0].value;

describe("what PostgreSQL answers", () => {
  it("is a number for a bigint", async () => {
    expect(await value("9007199254740991::bigint")).toBe(9_007_199_254_740_991);
  });

  it("is refused rather than rounded beyond the safe whole numbers", async () => {
    await expect(value("9007199254740992::bigint")).rejects.toMatchObject({ code: "number_too_large" });
  });

  it("is the same epoch ms for an instant that was written", async () => {
    expect(await value("?::timestamptz", instant(BEGINNING + 123))).toBe(BEGINNING + 123);
  });

  it.each([
    ["'2026-11-23'::date", "2026-11-23"],
    ["1.50::numeric", "1.50"],
    ["'10.0.0.1'::inet", "10.0.0.1"],
    ["'AA-BB-CC-00-11-22'::macaddr", "aa:bb:cc:00:11:22"],
  ])("is text for %s", async (expression, text) => {
    expect(await value(expression)).toBe(text);
  });

  it("is a list of numbers for a list of bigint, with its gaps", async () => {
    expect(await value("array[1, null, 3]::bigint[]")).toEqual([1, null, 3]);
  });
});

describe("a test world", () => {
  it("has an empty Redis and every table", async () => {
    expect(await world.redis.dbsize()).toBe(0);
    expect(await world.database("subscribers").select()).toEqual([]);
  });

  it("has a clock that only tests move", () => {
    world.clock.advance(60);
    expect(world.now()).toBe(BEGINNING + 60_000);
  });
});
