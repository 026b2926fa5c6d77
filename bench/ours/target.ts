import { fileURLToPath } from "node:url";
import type { World } from "#access/runtime/world";
import { cpuOf, peakOf } from "../costs.ts";
import type { Options } from "../options.ts";
import { freeUdpPort } from "../ports.ts";
import { startServer } from "../servers.ts";
import { settlePostgres, settleRedis } from "../settle.ts";
import type { Stores } from "../stores.ts";
import type { Target } from "../target.ts";
import { endGrants, issueGrants } from "./grants.ts";
import { HEAP } from "./heap.ts";
import { type Seeded, seedPeople, seedPlaces, seedRedis } from "./seed.ts";
import { totals, untilStored, usedMemory } from "./stored.ts";
import { environmentOf, openWorld } from "./world.ts";

/** Our server beside what only measuring it needs. */
export type Ours = Target & {
  readonly world: World;
  /** octets of Redis each of the first subscribers took */
  readonly perSubscriber: number;
  /** makes people known until they are so many @returns octets of Redis each new one took */
  readonly populate: (subscribers: number) => Promise<number>;
  /** ends the grants of logins that are over, as time would */
  readonly endGrants: (firstLogin: number, count: number) => Promise<void>;
  /** octets Redis holds */
  readonly usedMemory: () => Promise<number>;
};

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const settle = async ({ database, redis }: World): Promise<void> => {
  await Promise.all([settlePostgres((question) => database.raw(question)), settleRedis(redis)]);
};

type Population = { seeded: Seeded; past: number; count: number };

const populate = async (world: World, population: Population, subscribers: number): Promise<number> => {
  const { seeded, past, count } = population;
  const before = await usedMemory(world);
  const span = { from: count + 1, to: subscribers };
  await Promise.all([seedPeople(world, seeded, { ...span, past }), seedRedis(world, seeded, span)]);
  await settle(world);
  population.count = subscribers;
  return ((await usedMemory(world)) - before) / (subscribers - count);
};

type Ports = { readonly auth: number; readonly acct: number };

const startPrograms = async (stores: Stores, environment: Record<string, string>, options: Options) => {
  const program = (name: string, flags: readonly string[]) =>
    startServer({
      name,
      directory: stores.directory,
      command: [process.execPath, ...flags, MAIN, name],
      environment: { ...environment, NODE_ENV: "production", PWD: ROOT },
      ready: `started: ${name}`,
    });
  const profile = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : [];
  const server = await program("radius-server", [...HEAP["radius-server"], ...profile]);
  return { server, drain: await program("drain", HEAP.drain) };
};

/** Sessions everybody had before, one a day. */
const PAST_SESSIONS = 5;
/** Where a million people are made known, so that it takes minutes and not a quarter of an hour. */
const PAST_SESSIONS_OF_MANY = 1;

/** Starts our RADIUS server and the drain, each in a process of its own, on stores that were seeded. */
export const startOurs = async (stores: Stores, options: Options): Promise<Ours> => {
  const ports: Ports = { auth: await freeUdpPort(), acct: await freeUdpPort() };
  const environment = environmentOf(stores, ports, options.workers);
  const world = await openWorld(environment);
  const seeded = await seedPlaces(world);
  const past = options.growth ? PAST_SESSIONS_OF_MANY : PAST_SESSIONS;
  const population: Population = { seeded, past, count: 0 };
  const perSubscriber = await populate(world, population, options.subscribers);
  const { server, drain } = await startPrograms(stores, environment, options);
  const processes = {
    server: server.pid,
    drain: drain.pid,
    redis: stores.redis.pid,
    postgres: stores.postgres.pid,
  };
  const logins = (first: number, count: number) => ({ first, count, subscribers: population.count });
  return {
    name: "hien",
    aim: () => ({ authPort: ports.auth, acctPort: ports.acct, by: "grant", subscribers: population.count }),
    world,
    perSubscriber,
    populate: (subscribers) => populate(world, population, subscribers),
    expect: (first, count) => issueGrants(world, seeded, logins(first, count)),
    endGrants: (first, count) => endGrants(world, logins(first, count)),
    costs: () => Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, cpuOf(pid)])),
    resident: () => peakOf(server.pid),
    caughtUp: () => untilStored(world),
    stored: () => totals(world),
    usedMemory: () => usedMemory(world),
    settle: () => settle(world),
    stop: async () => {
      await server.stop();
      await drain.stop();
      await world.close();
    },
  };
};
