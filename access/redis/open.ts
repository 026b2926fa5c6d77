import { Redis } from "ioredis";

/** A connection to one Redis. */
export type RedisClient = Redis;

/**
 * Opens a connection; commands wait while Redis is away and fail after ten seconds, so nothing piles up without end.
 *
 * @param url  `redis://…`, `rediss://…` or `unix:///path/to/socket`
 */
export const openRedis = (url: string): RedisClient => {
  const options = {
    enableAutoPipelining: false,
    maxRetriesPerRequest: null,
    commandTimeout: 10_000,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, 1_000),
  };
  return url.startsWith("unix://")
    ? new Redis({ ...options, path: url.slice("unix://".length) })
    : new Redis(url, options);
};
