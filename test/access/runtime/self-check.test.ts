import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#access/postgres/open";
import { openRedis } from "#access/redis/open";
import { selfCheck } from "#access/runtime/self-check";
import { judge, type RedisFacts, type StoreFacts } from "#access/runtime/store-facts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ realClock: true });
});
afterAll(() => world.close());

/** Sets something in the real Redis for the length of one check. */
const withRedis = async (name: string, value: string, usual: string) => {
  await world.redis.config("SET", name, value);
  try {
    return await selfCheck(world);
  } finally {
    await world.redis.config("SET", name, usual);
  }
};

describe("the self-check on real stores", () => {
  it("finds nothing wrong where every write reaches the disk", async () => {
    expect(await withRedis("appendfsync", "always", "no")).toEqual({ faults: [], warnings: [] });
  });

  it("warns of a Redis that writes once a second", async () => {
    const { faults, warnings } = await withRedis("appendfsync", "everysec", "no");
    expect(faults).toEqual([]);
    expect(warnings.join()).toContain("once a second");
  });

  it("finds a Redis that may evict", async () => {
    const { faults } = await withRedis("maxmemory-policy", "allkeys-lru", "noeviction");
    expect(faults.join()).toContain("noeviction");
  });

  it("finds a Redis without an append-only file", async () => {
    const { faults } = await withRedis("appendonly", "no", "yes");
    expect(faults.join()).toContain("appendonly yes");
    // Redis does not end while it writes its first append-only file
    await expect
      .poll(() => world.redis.info("persistence"))
      .toMatch(/aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/);
  });

  it("finds a clock that is off by three seconds, from both stores", async () => {
    const late = { ...world, now: () => world.now() - 3_000 };
    const { faults } = await selfCheck(late);
    expect(faults.filter((fault) => fault.includes("3.0 s ahead"))).toHaveLength(2);
  });

  it("names every store that does not answer, all at once", async () => {
    const database = openDatabase("postgresql://nobody@localhost/none?host=%2Fnowhere");
    const redis = openRedis("unix:///nowhere/redis.sock");
    redis.on("error", () => {});
    redis.disconnect();
    const { faults } = await selfCheck({ ...world, database, redis });
    await database.destroy();
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(
      expect.arrayContaining(["PostgreSQL", "Redis"]),
    );
  });
});

const soundRedis: RedisFacts = {
  kind: "answers",
  version: "7.2.4",
  ahead: 0,
  appendonly: true,
  appendfsync: "always",
  evicts: "noeviction",
};

const sound: StoreFacts = {
  postgres: { kind: "answers", version: 170_002, ahead: 0, demoNas: 0 },
  redis: [soundRedis],
  freeDisk: 2 ** 40,
  settings: { HIEN_MODE: "production", HIEN_SECRET: "o".repeat(48) },
};

describe("the judgement of what was found", () => {
  it("is silent about what is sound", () => {
    expect(judge(sound)).toEqual({ faults: [], warnings: [] });
  });

  it.each<[string, Partial<StoreFacts>]>([
    ["PostgreSQL is version 14", { postgres: { kind: "answers", version: 140_011, ahead: 0, demoNas: 0 } }],
    [
      "2 access points of the demonstration",
      { postgres: { kind: "answers", version: 150_000, ahead: 0, demoNas: 2 } },
    ],
    ["Redis is version 6.2.1", { redis: [{ ...soundRedis, version: "6.2.1" }] }],
    ["Redis may evict keys", { redis: [soundRedis, { ...soundRedis, evicts: "allkeys-lru" }, soundRedis] }],
    ["Only 100 MiB of disk", { freeDisk: 100 * 2 ** 20 }],
    ["HIEN_SECRET came with an example", { settings: { HIEN_MODE: "production", HIEN_SECRET: "change-me" } }],
  ])("says: %s", (sentence, wrong) => {
    expect(judge({ ...sound, ...wrong }).faults.join()).toContain(sentence);
  });

  it("lets a demonstration have its own access points", () => {
    const postgres = { kind: "answers", version: 150_000, ahead: 0, demoNas: 400 } as const;
    expect(judge({ ...sound, postgres, settings: { ...sound.settings, HIEN_MODE: "demo" } }).faults).toEqual(
      [],
    );
  });
});
