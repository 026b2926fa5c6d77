import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Cluster } from "ioredis";
import { inject } from "vitest";
import { openDatabase } from "#access/postgres/open";
import { openRedis, type RedisClient } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import { systemClock } from "#access/runtime/clock";
import { leave } from "#access/runtime/house";
import { keyringOf } from "#access/runtime/keyring";
import { logger } from "#access/runtime/log";
import { readSettings, type Settings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import { type FakeClock, fakeClock } from "./clock.ts";
import { databaseUrl, TEMPLATE } from "./stores.ts";
import { ordinary, SERVERS, type Topology } from "./topologies.ts";

/** A world of one test file's own: nobody else uses its database or its Redis, and its clock stands still. */
export type TestWorld = World & {
  readonly clock: FakeClock;
  readonly close: () => Promise<void>;
};

/** What a test wishes to be otherwise. */
export type Wishes = {
  readonly settings?: Partial<Settings>;
  /** the machine's own clock, for tests with real programs that wait */
  readonly realClock?: boolean;
  /** the kind of Redis; the run's own kind otherwise */
  readonly redis?: Topology;
  /** address of a Redis the test made itself, instead of one of its own */
  readonly redisUrl?: string;
};

type Store = {
  readonly url: string;
  /** how many replicas have a report before it is answered */
  readonly replicas?: number;
  readonly close: () => Promise<void>;
};

/** Ports are chosen by the system, and nothing is said aloud. */
const SETTINGS: Record<string, string> = {
  HIEN_MODE: "demo",
  HIEN_SECRET: "a-secret-of-the-tests-only-0123456789abcdef",
  LOG_LEVEL: "silent",
  RADIUS_AUTH_PORT: "0",
  RADIUS_ACCT_PORT: "0",
  // tests reject often and log one device in many times while their clock stands still
  RADIUS_REJECT_DELAY_MS: "0",
  RADIUS_NAS_RATE: "0",
  RADIUS_DEVICE_LOGINS: "0",
  PORTAL_PORT: "0",
  ADMIN_PORT: "0",
  LAB_PORT: "0",
  SMS_GATEWAY: "lab",
};

const onServer = async (question: string): Promise<void> => {
  const server = openDatabase(inject("postgresUrl"));
  try {
    await server.raw(question);
  } finally {
    await server.destroy();
  }
};

/** A database of one's own: a copy of the migrated one, or an empty one. */
export const ownDatabase = async (from: "migrated" | "empty" = "migrated"): Promise<Store> => {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name}${from === "migrated" ? ` template ${TEMPLATE}` : ""}`);
  return {
    url: databaseUrl(inject("postgresUrl"), name),
    close: () => onServer(`drop database if exists ${name} with (force)`),
  };
};

/** Empties a Redis, of a cluster every master. */
export const emptyRedis = async (redis: RedisClient): Promise<void> => {
  const nodes = redis instanceof Cluster ? redis.nodes("master") : [redis];
  await Promise.all(nodes.map((node) => node.flushall()));
};

const givenRedis = (url: string): Store => ({ url, close: async () => {} });

const sharedRedis = async (url: string): Promise<Store> => {
  const redis = openRedis(url);
  await emptyRedis(redis);
  redis.disconnect();
  return givenRedis(url);
};

/** A Redis of one's own. */
const ownRedis = async (topology: Topology): Promise<Store> => {
  const shared = inject("redisUrl");
  if (shared) return sharedRedis(shared);
  if (topology !== "one") return { ...(await SERVERS[topology]()), replicas: 1 };
  const dir = join(inject("runDirectory"), `redis-${randomBytes(6).toString("hex")}`);
  const server = await startRedis({ dir, appendfsync: "no" });
  return { url: server.url, close: server.stop };
};

/**
 * A fresh world: a migrated database, an empty Redis, a clock at 2026-11-23 10:00 in Viet Nam. Close it in `afterAll`.
 */
export const testWorld = async ({
  settings = {},
  realClock = false,
  redis: topology = ordinary,
  redisUrl,
}: Wishes = {}): Promise<TestWorld> => {
  const [postgres, redisStore] = await Promise.all([
    ownDatabase(),
    redisUrl ? givenRedis(redisUrl) : ownRedis(topology),
  ]);
  const all = {
    ...readSettings({
      ...SETTINGS,
      DATABASE_URL: postgres.url,
      REDIS_URL: redisStore.url,
      REDIS_REPLICAS: String(redisStore.replicas ?? 0),
    }),
    ...settings,
  };
  const database = openDatabase(all.DATABASE_URL);
  const redis = openRedis(all.REDIS_URL);
  redis.on("error", () => {}); // tests that take Redis away look at what comes of it
  const clock = fakeClock();
  const world: TestWorld = {
    settings: all,
    database,
    redis,
    keyring: keyringOf(all.HIEN_SECRET),
    now: realClock ? systemClock : clock.now,
    log: logger("test", all),
    clock,
    close: async () => {
      await leave(world);
      await Promise.all([postgres.close(), redisStore.close()]);
    },
  };
  return world;
};
