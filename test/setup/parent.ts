/* A process to be killed: starts PostgreSQL and Redis below the given directory, prints their URLs and process ids as
   one line of JSON, and stays. */
import { join } from "node:path";
import { startPostgres } from "#access/postgres/embedded";
import { startRedis } from "#access/redis/private";

const dir = process.argv[2] ?? "";
const postgres = await startPostgres({ dir: join(dir, "postgres"), fsync: false });
const redis = await startRedis({ dir: join(dir, "redis") });
console.log(
  JSON.stringify({
    postgres: postgres.pid,
    redis: redis.pid,
    postgresUrl: postgres.url,
    redisUrl: redis.url,
  }),
);
setInterval(() => {}, 60_000);
