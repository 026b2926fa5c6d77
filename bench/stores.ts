import { chmodSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "#access/postgres/embedded";
import { openRedis, type RedisClient } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import type { Guarded } from "#access/runtime/guarded";
import type { Options } from "./options.ts";
import { freePort } from "./ports.ts";
import { startServer } from "./servers.ts";

/** Private stores in a directory of their own, gone when the measuring is over. */
export type Stores = {
  readonly directory: string;
  readonly postgres: Guarded & { readonly url: string };
  readonly redis: Guarded & { readonly url: string };
  /** the peer's Redis, with the same settings; its client knows TCP alone */
  readonly peerRedis: Guarded & { readonly port: number; readonly client: RedisClient };
  readonly close: () => Promise<void>;
};

const startPeerRedis = async (directory: string, appendfsync: string): Promise<Stores["peerRedis"]> => {
  const port = await freePort();
  const settings = {
    port,
    bind: "127.0.0.1",
    dir: directory,
    appendonly: "yes",
    appendfsync,
    save: '""',
    "maxmemory-policy": "noeviction",
    "auto-aof-rewrite-min-size": "1gb",
    "auto-aof-rewrite-percentage": "200",
    rdbcompression: "no",
  };
  const server = await startServer({
    name: "peer-redis",
    directory,
    command: [
      "redis-server",
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    ready: "Ready to accept connections",
  });
  return { ...server, port, client: openRedis(`redis://127.0.0.1:${port}`) };
};

/** A database of a name in the PostgreSQL of a URL. @returns its URL */
export const createDatabase = async (url: string, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

/** Starts PostgreSQL, our Redis and the peer's. */
export const openStores = async ({ appendfsync }: Options): Promise<Stores> => {
  const directory = mkdtempSync(join(tmpdir(), "hien-bench-"));
  chmodSync(directory, 0o711); // the stores run as nobody when we are root
  const started: Guarded[] = [];
  const keep = <Server extends Guarded>(server: Server): Server => {
    started.push(server);
    return server;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const postgres = keep(await startPostgres({ dir: join(directory, "postgres") }));
    const redis = keep(await startRedis({ dir: join(directory, "redis"), appendfsync }));
    const peerRedis = keep(await startPeerRedis(directory, appendfsync));
    const close = async (): Promise<void> => {
      peerRedis.client.disconnect();
      await stop();
    };
    return { directory, postgres, redis, peerRedis, close };
  } catch (fault) {
    await stop();
    throw fault;
  }
};
