import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keys, tagOf } from "#access/redis/keys";
import { openRedis, type RedisClient } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import type { World } from "#access/runtime/world";
import { cpuOf, peakOf } from "../costs.ts";
import type { Options } from "../options.ts";
import { issueGrants } from "../ours/grants.ts";
import { HEAP } from "../ours/heap.ts";
import { freeUdpPort } from "../ports.ts";
import { startServer } from "../servers.ts";
import { settleRedis } from "../settle.ts";
import type { Stores } from "../stores.ts";
import type { Target } from "../target.ts";
import { PERSON } from "./calls.ts";

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));
/** Its grants are for no NAS: it does not look. */
const NOWHERE = { planId: 0, nasIds: [], since: 0 };

/** It is no part of what is built. */
const AS_SOURCE = ["--conditions=hien", "--import", import.meta.resolve("tsx")];
const AT_ONCE = 2_000;

const seed = async (redis: RedisClient, subscribers: number): Promise<void> => {
  for (let first = 1; first <= subscribers; first += AT_ONCE) {
    const ids = Array.from(
      { length: Math.min(AT_ONCE, subscribers - first + 1) },
      (_, index) => first + index,
    );
    await Promise.all(ids.map((id) => redis.set(keys.person(tagOf(id), id), PERSON)));
  }
};

/** The server that decides nothing, on a Redis of its own with the same people; nothing goes to PostgreSQL. */
export const startLeast = async (
  { directory }: Stores,
  { subscribers, appendfsync }: Options,
  { world: ours }: { readonly world: World },
): Promise<Target> => {
  const store = await startRedis({ dir: join(directory, "least-redis"), appendfsync });
  const redis = openRedis(store.url);
  const world: World = { ...ours, redis };
  await seed(redis, subscribers);
  const ports = { auth: await freeUdpPort(), acct: await freeUdpPort() };
  const server = await startServer({
    name: "least",
    directory,
    command: [process.execPath, ...HEAP["radius-server"], ...AS_SOURCE, SERVER],
    environment: {
      REDIS_URL: store.url,
      RADIUS_AUTH_PORT: String(ports.auth),
      RADIUS_ACCT_PORT: String(ports.acct),
    },
    ready: "started: least",
  });
  return {
    name: "least",
    aim: () => ({ authPort: ports.auth, acctPort: ports.acct, by: "grant", subscribers }),
    expect: (first, count) => issueGrants(world, NOWHERE, { first, count, subscribers }),
    costs: () => ({ server: cpuOf(server.pid), redis: cpuOf(store.pid) }),
    resident: () => peakOf(server.pid),
    caughtUp: async () => 0,
    stored: async () => undefined,
    settle: () => settleRedis(redis),
    stop: async () => {
      await server.stop();
      redis.disconnect();
      await store.stop();
    },
  };
};
