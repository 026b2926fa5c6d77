import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { freePort } from "../journeys/ports.ts";

const run = promisify(execFile);

type Server = {
  readonly port: number;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

/** Several Redis servers that belong together, on loopback. */
export type RedisServers = {
  readonly url: string;
  /** kills a master as `kill -9` does once it has a replica, and starts it again when another took its place */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a server; one that was killed comes back at its port, with its files, as a process manager would have it. */
const begin = async (directory: string, parameters: readonly string[], sentinel = false): Promise<Server> => {
  const port = await freePort();
  const dir = join(directory, String(port));
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "redis.conf");
  writeFileSync(file, "");
  const own = sentinel
    ? ["--sentinel"]
    : [
        "--save",
        "",
        "--appendonly",
        "yes",
        "--maxmemory-policy",
        "noeviction",
        "--repl-diskless-sync-delay",
        "0",
      ];
  const common = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--protected-mode", "no"];
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn("redis-server", [file, ...own, ...common, ...parameters], { stdio: "ignore" });
    await answers(port);
  };
  await start();
  return {
    port,
    start,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
};

const answers = async (port: number): Promise<void> => {
  const redis = new Redis(port, "127.0.0.1", { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  await redis.ping();
  redis.disconnect();
};

const directoryOf = (): string => mkdtempSync(join(tmpdir(), "hien-redis-"));

const closing = (directory: string, servers: readonly Server[]) => async (): Promise<void> => {
  await Promise.all(servers.map((server) => server.kill()));
  rmSync(directory, { recursive: true, force: true });
};

const said = async (port: number, ...command: string[]): Promise<string> =>
  (await run("redis-cli", ["-p", String(port), ...command])).stdout;

/** Asks again until the servers agree; a cluster and a Sentinel tell nobody when they have. */
const until = async (claim: () => Promise<boolean>): Promise<void> => {
  while (!(await claim())) await pause(50);
};

const untilReplicated = ({ port }: Server): Promise<void> =>
  until(async () => (await said(port, "info", "replication")).includes("state=online"));

const MASTERS = 3;

/** Ports of the masters that hold slots and have not failed, as one node of a cluster sees it (CLUSTER NODES). */
const mastersSeenBy = async ({ port }: Server): Promise<readonly number[]> => {
  const lines = (await said(port, "cluster", "nodes")).split("\n").map((line) => line.split(" "));
  return lines
    .filter(([, , flags = "", , , , , , slots]) => /master(?!.*fail)/.test(flags) && slots !== undefined)
    .map(([, address = ""]) => Number(/:(\d+)@/.exec(address)?.[1]));
};

/** A Redis Cluster of three masters, each with one replica. */
export const redisCluster = async (): Promise<RedisServers> => {
  const directory = directoryOf();
  const parameters = [
    "--cluster-enabled",
    "yes",
    "--cluster-node-timeout",
    "1000",
    "--cluster-replica-validity-factor",
    "0",
  ];
  const servers = await Promise.all(Array.from({ length: 6 }, () => begin(directory, parameters)));
  const nodes = servers.map(({ port }) => `127.0.0.1:${port}`);
  await run("redis-cli", ["--cluster", "create", ...nodes, "--cluster-replicas", "1", "--cluster-yes"]);
  await until(async () =>
    (await Promise.all(servers.map(({ port }) => said(port, "cluster", "info")))).every((text) =>
      text.includes("cluster_state:ok"),
    ),
  );
  await Promise.all(servers.slice(0, MASTERS).map(untilReplicated));
  return {
    url: `redis+cluster://${nodes.join(",")}`,
    kill: async () => {
      const [port, other] = await mastersSeenBy(servers[0]!);
      const [master, witness] = [port, other].map((each) =>
        servers.find((server) => server.port === each),
      ) as [Server, Server];
      await untilReplicated(master);
      await master.kill();
      await until(async () => {
        const now = await mastersSeenBy(witness);
        return now.length === MASTERS && !now.includes(master.port);
      });
      await master.start();
    },
    close: closing(directory, servers),
  };
};

/** A master, two replicas, and three Sentinels that promote one of them. */
export const redisSentinel = async (): Promise<RedisServers> => {
  const directory = directoryOf();
  const master = await begin(directory, []);
  const replicaOf = ["--replicaof", `127.0.0.1 ${master.port}`];
  const servers = [master, await begin(directory, replicaOf), await begin(directory, replicaOf)];
  const sentinels = await Promise.all(Array.from({ length: 3 }, () => begin(directory, [], true)));
  for (const { port } of sentinels) {
    await said(port, "sentinel", "monitor", "hien", "127.0.0.1", String(master.port), "2");
    await said(port, "sentinel", "set", "hien", "down-after-milliseconds", "1000");
    await said(port, "sentinel", "set", "hien", "failover-timeout", "5000");
  }
  await untilReplicated(master);
  await until(async () =>
    (await Promise.all(sentinels.map(({ port }) => said(port, "info", "sentinel")))).every((text) =>
      text.includes("slaves=2,sentinels=3"),
    ),
  );
  const chosen = async (): Promise<Server> => {
    const [, port] = (await said(sentinels[0]!.port, "sentinel", "get-master-addr-by-name", "hien")).split(
      "\n",
    );
    return servers.find((server) => server.port === Number(port))!;
  };
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/hien`,
    kill: async () => {
      const killed = await chosen();
      await untilReplicated(killed);
      await killed.kill();
      await until(async () => (await chosen()) !== killed);
      await killed.start();
    },
    close: closing(directory, [...sentinels, ...servers]),
  };
};
