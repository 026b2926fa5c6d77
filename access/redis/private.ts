import { accessSync, closeSync, constants, existsSync, openSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { Failure } from "../runtime/failure.ts";
import { type Guarded, startGuarded } from "../runtime/guarded.ts";
import { untilFree } from "../runtime/pid-file.ts";
import { ownedDirectory, socketDirectory, type Unprivileged, unprivileged } from "../runtime/unprivileged.ts";

/** Where a private Redis keeps its files, and how dear a written word is to it. */
export type PrivateRedis = {
  readonly dir: string;
  /** when a write is on the disk: before it is answered (the default), within a second, or never (tests) */
  readonly appendfsync?: "always" | "everysec" | "no";
  /** how long a server that is just ending is waited for, seconds; 10 unless told */
  readonly patience?: number;
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Whether a private Redis can be had on this machine: there is a redis-server on the PATH. */
const hasRedis = (): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((each) => isProgram(join(each, "redis-server")));

const parameters = (state: string, socket: string, appendfsync: string): string[] =>
  Object.entries({
    port: "0",
    unixsocket: socket,
    unixsocketperm: "700",
    dir: state,
    pidfile: join(state, "redis.pid"),
    daemonize: "no",
    appendonly: "yes",
    appendfsync,
    "aof-load-truncated": "yes", // after a power cut the half-written last command was never answered
    save: "",
    // What is written is packed and short-lived: rewriting the file often, and squeezing it, costs more than it saves. It
    // takes a core for seconds, and 1 GB, 900,000 reports, are read at a start in 2 s (measured).
    "auto-aof-rewrite-min-size": "1gb",
    "auto-aof-rewrite-percentage": "200",
    rdbcompression: "no",
    "maxmemory-policy": "noeviction",
    "always-show-logo": "no",
  }).flatMap(([name, value]) => [`--${name}`, value]);

const answers = async (path: string): Promise<boolean> => {
  const redis = new Redis({ path, lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};

const untilReady = async (server: Guarded, socket: string, log: string): Promise<void> => {
  let ended = false;
  void server.gone.then(() => {
    ended = true;
  });
  while (!ended) {
    if (await answers(socket)) return; // ioredis counts as connected only once an AOF is loaded
    await pause(15);
  }
  throw new Failure("redis_did_not_start", { log });
};

type Place = { readonly state: string; readonly sockets: string; readonly as: Unprivileged | undefined };

const startOnce = async ({ state, sockets, as }: Place, appendfsync: string): Promise<Guarded> => {
  const socket = join(sockets, "redis.sock");
  const log = join(state, "redis.log");
  const output = openSync(log, "w", 0o600);
  try {
    const server = await startGuarded({
      command: "redis-server",
      parameters: parameters(state, socket, appendfsync),
      signal: "TERM",
      atOnce: "TERM",
      directory: state,
      sockets,
      as,
      output,
    });
    await untilReady(server, socket, log);
    return server;
  } finally {
    closeSync(output);
  }
};

/**
 * Starts a Redis of our own: append-only file, nothing evicted, a Unix socket and no port. It ends with this process.
 *
 * @returns its URL, process id, a promise of its end, and how to stop it
 * @throws Failure `redis_missing` when there is no redis-server on the PATH, `redis_did_not_start` (its log lies in
 *   the directory), `already_running` when another one holds the directory
 */
export const startRedis = async ({
  dir,
  appendfsync = "always",
  patience = 10,
}: PrivateRedis): Promise<Guarded & { url: string }> => {
  if (!hasRedis()) throw new Failure("redis_missing");
  const as = unprivileged();
  const state = ownedDirectory(dir, as);
  for (let tries = 0; ; tries += 1) {
    const sockets = socketDirectory(state, as);
    const socket = join(sockets, "redis.sock");
    await untilFree(join(state, "redis.pid"), socket, patience);
    try {
      return { ...(await startOnce({ state, sockets, as }, appendfsync)), url: `unix://${socket}` };
    } catch (fault) {
      if (tries > 0 || existsSync(sockets)) throw fault; // one that just ended took the directory away
    }
  }
};
