import { type RedisServers, redisCluster, redisSentinel } from "./redis-servers.ts";

/** A kind of Redis the program has to run on; the first is a server of the test's own, and no fail-over. */
export type Topology = "one" | "sentinel" | "cluster";

/** What opens the kinds that are several servers. */
export const SERVERS: Readonly<Record<Exclude<Topology, "one">, () => Promise<RedisServers>>> = {
  sentinel: redisSentinel,
  cluster: redisCluster,
};

const ALL: readonly Topology[] = ["one", "sentinel", "cluster"];

const asked = process.env["HIEN_TEST_REDIS"];
const found = ALL.filter((topology) => asked === undefined || topology === asked);
if (found.length === 0) throw new Error(`HIEN_TEST_REDIS is ${asked}; it can be ${ALL.join(", ")}`);

/** The kinds a test runs on that runs on all of them: all, or the one this run asks for. */
export const topologies: readonly Topology[] = found;

/** The kind every other test runs on. */
export const ordinary: Topology = found[0] ?? "one";
