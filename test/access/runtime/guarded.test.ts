import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { startPostgres } from "#access/postgres/embedded";
import { openDatabase } from "#access/postgres/open";
import { openRedis } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import { firstLine, isAlive, spawnTypeScript } from "../../setup/process.ts";
import { socketDirectoryOf } from "../../setup/stores.ts";

type Servers = {
  readonly postgres: number;
  readonly redis: number;
  readonly postgresUrl: string;
  readonly redisUrl: string;
};
type Started = { readonly url: string; readonly stop: () => Promise<void> };

const PARENT = new URL("../../setup/parent.ts", import.meta.url);
const TEST = new URL("../../setup/parent-of-parent.ts", import.meta.url);

let dir = "";
let number = 0;
const started: Started[] = [];

const keep = <T extends Started>(server: T): T => {
  started.push(server);
  return server;
};
const postgres = async (patience = 10) =>
  keep(await startPostgres({ dir: join(dir, "postgres"), fsync: false, patience }));
const redis = async (patience = 10) => keep(await startRedis({ dir: join(dir, "redis"), patience }));

const inRedis = async <T>(
  url: string,
  ask: (client: ReturnType<typeof openRedis>) => Promise<T>,
): Promise<T> => {
  const client = openRedis(url);
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
};

const inPostgres = async (url: string, question: string): Promise<unknown[]> => {
  const database = openDatabase(url);
  try {
    return (await database.raw(question)).rows;
  } finally {
    await database.destroy();
  }
};

beforeEach(() => {
  number += 1;
  dir = join(inject("runDirectory"), `guarded-${process.pid}-${number}`);
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

const haveEnded = (...pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);

describe("a process killed with kill -9", () => {
  it("takes with it the programs a test runs in it, and the directories of their sockets", async () => {
    const test = spawnTypeScript(TEST, dir);
    const { parent, ...servers } = await firstLine<Servers & { parent: number }>(test);
    test.kill("SIGKILL");
    await haveEnded(parent, servers.postgres, servers.redis);
    const sockets = [servers.postgresUrl, servers.redisUrl].map(socketDirectoryOf);
    await vi.waitFor(() => expect(sockets.filter((path) => existsSync(path))).toEqual([]), 10_000);
  });

  it("leaves neither its PostgreSQL nor its Redis running, and both start again with what they had", async () => {
    const parent = spawnTypeScript(PARENT, dir);
    const servers = await firstLine<Servers>(parent);
    await inPostgres(servers.postgresUrl, "create table kept as select 7 as number");
    await inRedis(servers.redisUrl, (client) => client.set("kept", "7"));

    parent.kill("SIGKILL");
    await haveEnded(servers.postgres, servers.redis);

    expect(await inPostgres((await postgres()).url, "select number from kept")).toEqual([{ number: 7 }]);
    expect(await inRedis((await redis()).url, (client) => client.get("kept"))).toBe("7");
  });

  it("leaves no half-made cluster in the way when it dies while making one", async () => {
    const parent = spawnTypeScript(PARENT, dir);
    await vi.waitFor(() => expect(readdirSync(join(dir, "postgres")).join()).toContain("cluster.new-"), {
      timeout: 10_000,
      interval: 5,
    });
    parent.kill("SIGKILL");
    await once(parent, "exit");

    const again = await postgres();
    expect(await inPostgres(again.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(readdirSync(join(dir, "postgres")).filter((name) => name.startsWith("cluster"))).toEqual([
      "cluster",
    ]);
  });
});

describe("a PostgreSQL of our own", () => {
  it("has no port and starts a second time", async () => {
    const first = await postgres();
    expect(await inPostgres(first.url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
    await first.stop();
    expect(await inPostgres((await postgres()).url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts over a lock file whose process is another program by now", async () => {
    await (await postgres()).stop();
    const lock = join(dir, "postgres/cluster/postmaster.pid");
    writeFileSync(lock, `${process.pid}\n${join(dir, "postgres/cluster")}\n`);
    const again = await postgres();
    expect(readFileSync(lock, "utf8")).toContain(String(again.pid));
  });

  it("refuses a directory another one holds", async () => {
    await postgres();
    await expect(postgres(0)).rejects.toMatchObject({ code: "already_running" });
  });

  it("recovers after it was killed itself", async () => {
    const first = await postgres();
    await inPostgres(first.url, "create table kept as select 7 as number");
    process.kill(first.pid, "SIGKILL");
    await first.gone;
    expect(await inPostgres((await postgres()).url, "select number from kept")).toEqual([{ number: 7 }]);
  });

  it("says so when it cannot start, instead of waiting for ever", async () => {
    await (await postgres()).stop();
    rmSync(join(dir, "postgres/cluster/global"), { recursive: true });
    await expect(postgres()).rejects.toMatchObject({ code: "postgres_did_not_start" });
    expect(readFileSync(join(dir, "postgres/postgres.log"), "utf8")).toContain("could not find");
  });
});

describe("a Redis of our own", () => {
  it("writes each change to the disk before it answers, evicts nothing and has no port", async () => {
    const { url } = await redis();
    const settings = await inRedis(url, (client) =>
      client.config("GET", "appendonly", "appendfsync", "maxmemory-policy", "port"),
    );
    expect(settings).toEqual(
      expect.arrayContaining([
        "appendonly",
        "yes",
        "appendfsync",
        "always",
        "maxmemory-policy",
        "noeviction",
        "port",
        "0",
      ]),
    );
  });

  it("has what it acknowledged after it was killed itself", async () => {
    const first = await redis();
    await inRedis(first.url, (client) => client.set("kept", "7"));
    process.kill(first.pid, "SIGKILL");
    await first.gone;
    expect(await inRedis((await redis()).url, (client) => client.get("kept"))).toBe("7");
  });

  it("refuses a directory another one holds", async () => {
    await redis();
    await expect(redis(0)).rejects.toMatchObject({ code: "already_running" });
  });

  it("leaves nothing outside its directory when it is stopped", async () => {
    const servers = [await redis(), await postgres()];
    for (const { stop } of servers) await stop();
    expect(servers.map(({ url }) => existsSync(socketDirectoryOf(url)))).toEqual([false, false]);
  });

  it("is not given a socket directory somebody else made", async () => {
    const first = await redis();
    await first.stop();
    const sockets = socketDirectoryOf(first.url);
    mkdirSync(sockets, { mode: 0o777 });
    await expect(redis()).rejects.toMatchObject({ code: "socket_directory_untrusted" });
    expect(existsSync(join(sockets, "redis.sock"))).toBe(false);
    rmdirSync(sockets);
  });
});
