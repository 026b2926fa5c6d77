import { statfs } from "node:fs/promises";
import { Cluster, type Redis } from "ioredis";
import type { PostgresFacts, RedisFacts } from "./store-facts.ts";
import type { World } from "./world.ts";

const reason = (fault: unknown): string =>
  fault instanceof Error ? fault.message || fault.name : String(fault);

/** Seconds another clock is ahead of ours, which was read before and after asking it. */
const ahead = (theirs: number, before: number, after: number): number =>
  (theirs - (before + after) / 2) / 1000;

/** Access points of the demonstration that may sign people in; none before the tables are made. */
const countDemoNas = async ({ database }: World): Promise<number> => {
  const tables = await database.raw("select to_regclass('nas') is not null as made");
  if (!tables.rows[0].made) return 0;
  const demo = await database.raw(
    "select count(*) as count from nas where demo and enabled and archived_at is null",
  );
  return demo.rows[0].count;
};

/** Asks PostgreSQL for its version, its clock, and what a demonstration left in it. */
export const gatherPostgres = async (world: World): Promise<PostgresFacts> => {
  try {
    const demoNas = await countDemoNas(world); // also connects, which must not count as skew
    const before = world.now();
    const clock = await world.database.raw(
      "select current_setting('server_version_num')::int as version, clock_timestamp() as at",
    );
    const { version, at } = clock.rows[0];
    return { kind: "answers", version, ahead: ahead(at, before, world.now()), demoNas };
  } catch (fault) {
    return { kind: "silent", reason: reason(fault) };
  }
};

const lines = (text: string): Map<string, string> =>
  new Map(
    text.split("\r\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );

const appendfsync = async (redis: Redis): Promise<string | undefined> => {
  try {
    return ((await redis.config("GET", "appendfsync")) as string[])[1];
  } catch {
    return undefined; // a hosted Redis may forbid CONFIG
  }
};

const factsOf = async (redis: Redis, { now }: World): Promise<RedisFacts> => {
  const told = lines(await redis.info());
  const before = now();
  const [seconds, microseconds] = await redis.time();
  const theirs = Number(seconds) * 1000 + Number(microseconds) / 1000;
  return {
    kind: "answers",
    version: told.get("redis_version") ?? "",
    ahead: ahead(theirs, before, now()),
    appendonly: told.get("aof_enabled") === "1",
    appendfsync: await appendfsync(redis),
    evicts: told.get("maxmemory_policy") ?? "",
  };
};

/** Every Redis that takes writes: the one there is, or the masters of a cluster. */
const writable = async ({ redis }: World): Promise<readonly Redis[]> => {
  if (!(redis instanceof Cluster)) return [redis];
  await redis.ping(); // the nodes are known once it is connected
  return redis.nodes("master");
};

/** Asks every Redis that takes writes for its version, its clock, and how it keeps what it is given. */
export const gatherRedis = async (world: World): Promise<RedisFacts[]> => {
  try {
    return await Promise.all((await writable(world)).map((redis) => factsOf(redis, world)));
  } catch (fault) {
    return [{ kind: "silent", reason: reason(fault) }];
  }
};

/** Octets an ordinary user may still write where the program lies. */
export const gatherDisk = async (): Promise<number> => {
  const { bavail, bsize } = await statfs(process.cwd());
  return bavail * bsize;
};
