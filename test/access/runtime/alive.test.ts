import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openRedis } from "#access/redis/open";
import { aliveIn } from "#access/runtime/alive";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const file = (name: string) => join(inject("runDirectory"), `alive-${process.pid}-${name}`);

describe("a sign of life", () => {
  it("is there as soon as the program has started", async () => {
    const program = await aliveIn(file("well"))(world);
    await program.stop();
    expect(readFileSync(file("well"), "utf8")).toBe(`${BEGINNING}\n`);
  });

  it("is not given while a store is away", async () => {
    const redis = openRedis("unix:///nowhere/redis.sock");
    redis.on("error", () => {});
    redis.disconnect();
    const program = await aliveIn(file("ill"))({ ...world, redis });
    await program.stop();
    expect(() => readFileSync(file("ill"))).toThrow("ENOENT");
  });
});
