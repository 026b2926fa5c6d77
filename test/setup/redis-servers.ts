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
  /** kills the master as `kill -9` does (of a cluster the first), and starts it again once another took its place */
  readonly killMaster: () => Promise<void>;
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
  const masters = servers.slice(0, 3);
  await until(async () =>
    (await Promise.all(masters.map(({ port }) => said(port, "info", "replication")))).every((text) =>
      text.includes("state=online"),
    ),
  );
  return {
    url: `redis+cluster://${nodes.join(",")}`,
    killMaster: async () => {
      const [first, ...others] = servers;
      await first!.kill();
      const port = String(others[0]!.port);
      await until(async () => (await said(Number(port), "cluster", "nodes")).includes("master,fail "));
      await until(async () => (await said(Number(port), "cluster", "info")).includes("cluster_state:ok"));
      await first!.start();
    },
    close: closing(directory, servers),
  };
};

/** A master, a replica, and three Sentinels that promote it. */
export const redisSentinel = async (): Promise<RedisServers> => {
  const directory = directoryOf();
  const master = await begin(directory, []);
  const replica = await begin(directory, ["--replicaof", `127.0.0.1 ${master.port}`]);
  const sentinels = await Promise.all(Array.from({ length: 3 }, () => begin(directory, [], true)));
  for (const { port } of sentinels) {
    await said(port, "sentinel", "monitor", "hien", "127.0.0.1", String(master.port), "2");
    await said(port, "sentinel", "set", "hien", "down-after-milliseconds", "1000");
    await said(port, "sentinel", "set", "hien", "failover-timeout", "5000");
  }
  await until(async () => (await said(master.port, "info", "replication")).includes("state=online"));
  await until(async () =>
    (await Promise.all(sentinels.map(({ port }) => said(port, "info", "sentinel")))).every((text) =>
      text.includes("slaves=1,sentinels=3"),
    ),
  );
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/hien`,
    killMaster: async () => {
      await master.kill();
      const chosen = (): Promise<string> =>
        said(sentinels[0]!.port, "sentinel", "get-master-addr-by-name", "hien");
      await until(async () => (await chosen()).includes(String(replica.port)));
      await master.start();
    },
    close: closing(directory, [...sentinels, replica, master]),
  };
};
