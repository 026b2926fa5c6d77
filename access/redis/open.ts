import { Cluster, Redis, type RedisOptions } from "ioredis";
import { Failure } from "../runtime/failure.ts";
import { gatherWritesOf, gatherWritesOfNodes } from "./gathered-writes.ts";

/** A connection to one Redis (alone or chosen by Sentinel), or to a Redis Cluster. */
export type RedisClient = Redis | Cluster;

/** `host:port`, as Sentinel and Cluster addresses list them. */
type Node = { readonly host: string; readonly port: number };

/** Commands wait while Redis is away, and fail after this many ms, so that nothing piles up without end. */
const PATIENCE_MS = 10_000;

const retry = (attempt: number): number => Math.min(attempt * 50, 1_000);

const COMMON = {
  enableAutoPipelining: false,
  maxRetriesPerRequest: null,
  commandTimeout: PATIENCE_MS,
  retryStrategy: retry,
} satisfies RedisOptions;

const nodesIn = (list: string, url: string): Node[] =>
  list.split(",").map((text) => {
    const at = text.lastIndexOf(":");
    const port = Number(text.slice(at + 1));
    if (at < 1 || !Number.isInteger(port) || port < 1) throw new Failure("redis_url_unreadable", { url });
    return { host: text.slice(0, at), port };
  });

/** What is behind `redis+…://`: an optional password, nodes, and a name. */
const parts = (url: string): { password?: string; nodes: Node[]; name: string } => {
  const [, password, list, name] =
    /^redis\+\w+:\/\/(?:(?:[^:@/]*:)?([^@/]*)@)?([^/]+)(?:\/(.*))?$/.exec(url) ?? [];
  if (!list) throw new Failure("redis_url_unreadable", { url: url.replace(/\/\/.*@/, "//…@") });
  return {
    ...(password ? { password: decodeURIComponent(password) } : {}),
    nodes: nodesIn(list, url),
    name: name ?? "",
  };
};

const openSentinel = (url: string): Redis => {
  const { nodes, name, ...secret } = parts(url);
  return gatherWritesOf(
    new Redis({ ...COMMON, ...secret, sentinels: nodes, name, sentinelRetryStrategy: retry }),
  );
};

const openCluster = (url: string): Cluster => {
  const { nodes, password } = parts(url);
  const cluster = new Cluster(nodes, {
    redisOptions: { ...COMMON, ...(password ? { password } : {}) },
    clusterRetryStrategy: retry,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 200,
    // A fail-over takes some seconds; a command follows it for as long as it may wait.
    maxRedirections: 64,
  });
  return gatherWritesOfNodes(cluster);
};

/**
 * Opens a connection; commands wait while Redis is away and fail after ten seconds.
 *
 * @param url  `redis://…`, `rediss://…`, `unix:///path/to/socket`, `redis+sentinel://[:password@]host:port,…/name` or
 *   `redis+cluster://[:password@]host:port,…`
 * @throws Failure `redis_url_unreadable`
 */
export const openRedis = (url: string): RedisClient => {
  if (url.startsWith("redis+sentinel://")) return openSentinel(url);
  if (url.startsWith("redis+cluster://")) return openCluster(url);
  return gatherWritesOf(
    url.startsWith("unix://")
      ? new Redis({ ...COMMON, path: url.slice("unix://".length) })
      : new Redis(url, COMMON),
  );
};

/**
 * A connection of one's own to the same Redis: for who waits in a blocking read, or listens.
 *
 * @param options  what is to be otherwise on it
 */
export const anotherConnection = (
  redis: RedisClient,
  options: Pick<RedisOptions, "commandTimeout" | "autoResubscribe"> = {},
): RedisClient =>
  redis instanceof Cluster
    ? // ioredis declares its own options stricter than it takes them (an undefined `replyMapping`)
      redis.duplicate([], { redisOptions: { ...(redis.options.redisOptions as object), ...options } })
    : redis.duplicate(options);
