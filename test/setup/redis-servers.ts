import { execFile } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { inject } from "vitest";
import { type Guarded, startGuarded } from "#access/runtime/guarded";
import { freePort } from "../../bench/ports.ts";

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

const STORE = [
  "--save",
  "",
  ..."--appendonly yes --maxmemory-policy noeviction --repl-diskless-sync-delay 0".split(" "),
];

/** Whether a server answers at its port, and not another one that was given the port first; false once it has ended. */
const comesUp = async ({ pid, gone }: Guarded, port: number): Promise<boolean> => {
  const redis = new Redis(port, "127.0.0.1", { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  const said = await Promise.race([redis.info("server"), gone.then(() => "")]);
  redis.disconnect();
  return said.includes(`process_id:${pid}\r`);
};

type Wish = {
  readonly directory: string;
  readonly parameters: readonly string[];
  readonly sentinel?: boolean;
};

/**
 * Starts a server; one that was killed comes back at its port, with its files, as a process manager would have it.
 * Where somebody else took the port, or that of the cluster's talk, in the meantime, it is begun at another one.
 */
const begin = async (wish: Wish): Promise<Server> => {
  const port = await freePort();
  const dir = join(wish.directory, String(port));
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "redis.conf");
  writeFileSync(file, "");
  const kind = wish.sentinel ? ["--sentinel"] : STORE;
  const common = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--protected-mode", "no"];
  let server: Guarded | undefined;
  const start = async (): Promise<boolean> => {
    const output = openSync(join(dir, "redis.log"), "a");
    const started = await startGuarded({
      command: "redis-server",
      parameters: [file, ...kind, ...common, ...wish.parameters],
      signal: "TERM",
      atOnce: "TERM",
      directory: dir,
      output,
    });
    closeSync(output);
    server = started;
    void started.gone.then(() => {
      if (server === started) server = undefined;
    });
    return comesUp(started, port);
  };
  if (!(await start())) return begin(wish);
  return {
    port,
    start: async () => {
      if (!(await start())) throw new Error(`Redis did not come back at port ${port}`);
    },
    kill: async () => {
      const killed = server;
      if (!killed) return;
      process.kill(killed.pid, "SIGKILL");
      await killed.gone;
    },
  };
};

const directoryOf = (): string => mkdtempSync(join(inject("runDirectory"), "redis-"));

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
  const servers = await Promise.all(Array.from({ length: 6 }, () => begin({ directory, parameters })));
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
  const master = await begin({ directory, parameters: [] });
  const parameters = ["--replicaof", `127.0.0.1 ${master.port}`];
  const servers = [master, await begin({ directory, parameters }), await begin({ directory, parameters })];
  const sentinels = await Promise.all(
    Array.from({ length: 3 }, () => begin({ directory, parameters: [], sentinel: true })),
  );
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
