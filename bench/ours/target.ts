import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { putGrant } from "#access/grant/live";
import { allTags, keys, tagOf } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { cpuOf, peakOf } from "../costs.ts";
import type { Acknowledged } from "../generator/order.ts";
import type { Options } from "../options.ts";
import { grantOf, macOf } from "../people.ts";
import { freeUdpPort, startServer } from "../servers.ts";
import type { Stores } from "../stores.ts";
import type { Target } from "../target.ts";
import { type Seeded, seedPeople, seedPlaces, seedRedis } from "./seed.ts";
import { environmentOf, openWorld } from "./world.ts";

/** Our server beside what only measuring it needs. */
export type Ours = Target & {
  readonly world: World;
  readonly seeded: Seeded;
  /** octets Redis took for each subscriber */
  readonly perSubscriber: number;
  readonly usedMemory: () => Promise<number>;
};

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AT_ONCE = 2_000;
const LOOK_MS = 10;
const PATIENCE_MS = 60_000;

/** Grants as the portal issues them, sealed and kept for two minutes. */
const issueGrants = async (
  world: World,
  { nasIds }: Seeded,
  subscribers: number,
  first: number,
  count: number,
): Promise<void> => {
  for (let from = first; from < first + count; from += AT_ONCE) {
    const batch: Promise<void>[] = [];
    for (let number = from; number < Math.min(first + count, from + AT_ONCE); number += 1) {
      const { subscriberId, nas, userName, password } = grantOf(number, subscribers);
      const grant = {
        loginId: userName,
        subscriberId,
        nasId: nasIds[nas] ?? 0,
        mac: macOf(subscriberId),
        address: "",
        password,
      };
      batch.push(putGrant(world.redis, world.keyring, grant, tagOf(subscriberId)));
    }
    await Promise.all(batch);
  }
};

const lastWritten = async ({ redis }: World): Promise<string[]> =>
  Promise.all(
    allTags.map(async (tag) => {
      if ((await redis.exists(keys.ledger(tag))) === 0) return "0-0";
      const stream = (await redis.xinfo("STREAM", keys.ledger(tag))) as unknown[];
      return String(stream[stream.indexOf("last-generated-id") + 1]);
    }),
  );

const stored = async ({ database }: World): Promise<Map<number, string>> => {
  const { rows } = await database.raw<{ rows: { tag: number; position: string }[] }>(
    `select tag, position from ledger_positions`,
  );
  return new Map(rows.map(({ tag, position }) => [tag, position]));
};

const untilStored = async (world: World): Promise<number> => {
  const begunAt = performance.now();
  const wanted = await lastWritten(world);
  while (performance.now() - begunAt < PATIENCE_MS) {
    const positions = await stored(world);
    if (allTags.every((tag) => wanted[tag] === "0-0" || positions.get(tag) === wanted[tag])) break;
    await pause(LOOK_MS);
  }
  return (performance.now() - begunAt) / 1000;
};

const totals = async ({ database }: World): Promise<Omit<Acknowledged, "sessions">> => {
  const { rows } = await database.raw<{ rows: [{ up: string; down: string }] }>(
    `select coalesce(sum(up), 0)::text as up, coalesce(sum(down), 0)::text as down from sessions
      where id not like 'ffffffff%'`,
  );
  return { up: Number(rows[0].up), down: Number(rows[0].down) };
};

/** Everything a login needs is there before the first one: people, what they used, places. */
const seed = async (world: World, options: Options): Promise<Seeded> => {
  const seeded = await seedPlaces(world);
  const people = options.growth ? 1_000 : options.subscribers;
  await seedPeople(world, seeded, 1, people);
  await world.database.raw("analyze");
  await seedRedis(world, seeded, 1, people);
  return seeded;
};

/** Starts our RADIUS server and the drain, each in a process of its own, on stores that were seeded. */
export const startOurs = async (stores: Stores, options: Options): Promise<Ours> => {
  const ports = { auth: await freeUdpPort(), acct: await freeUdpPort() };
  const environment = environmentOf(stores, ports);
  const world = await openWorld(environment);
  const before = await memoryOf(world);
  const seeded = await seed(world, options);
  const perSubscriber = ((await memoryOf(world)) - before) / options.subscribers;
  const program = (name: string, flags: readonly string[]) =>
    startServer({
      name,
      directory: stores.directory,
      command: [process.execPath, ...flags, MAIN, name],
      environment: { ...environment, NODE_ENV: "production", PWD: ROOT },
      ready: `started: ${name}`,
    });
  const profile = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : [];
  const server = await program("radius-server", profile);
  const drain = await program("drain", []);
  const processes = {
    server: server.pid,
    drain: drain.pid,
    redis: stores.redis.pid,
    postgres: stores.postgres.pid,
  };
  return {
    name: "hien",
    aim: { authPort: ports.auth, acctPort: ports.acct, by: "grant", subscribers: options.subscribers },
    world,
    seeded,
    perSubscriber,
    expect: (first, count) => issueGrants(world, seeded, options.subscribers, first, count),
    costs: () => Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, cpuOf(pid)])),
    resident: () => peakOf(server.pid),
    caughtUp: () => untilStored(world),
    stored: () => totals(world),
    usedMemory: () => memoryOf(world),
    analyze: async () => void (await world.database.raw("analyze")),
    stop: async () => {
      await server.stop();
      await drain.stop();
      await world.close();
    },
  };
};

const memoryOf = async ({ redis }: World): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1] ?? 0);
