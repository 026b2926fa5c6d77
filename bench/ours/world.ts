import { migrate } from "#access/migrations/migrate";
import { openDatabase } from "#access/postgres/open";
import { openRedis } from "#access/redis/open";
import { systemClock } from "#access/runtime/clock";
import { leave } from "#access/runtime/house";
import { keyringOf } from "#access/runtime/keyring";
import { logger } from "#access/runtime/log";
import { readSettings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import { MASTER } from "../people.ts";
import type { Stores } from "../stores.ts";

/** The environment our programs run in: as in production, with stores of their own. */
export const environmentOf = (
  stores: Stores,
  ports: { readonly auth: number; readonly acct: number },
  workers: number,
) => ({
  HIEN_MODE: "production",
  HIEN_SECRET: MASTER,
  DATABASE_URL: stores.postgres.url,
  REDIS_URL: stores.redis.url,
  LOG_LEVEL: "warn",
  SMS_GATEWAY: "http",
  SMS_HTTP_URL: "http://127.0.0.1:9/",
  RADIUS_AUTH_PORT: String(ports.auth),
  RADIUS_ACCT_PORT: String(ports.acct),
  RADIUS_WORKERS: String(workers),
});

/** A world on the same stores, to seed and to look into; migrated. */
export const openWorld = async (
  environment: ReturnType<typeof environmentOf>,
): Promise<World & { readonly close: () => Promise<void> }> => {
  const settings = readSettings(environment);
  const world: World = {
    settings,
    database: openDatabase(settings.DATABASE_URL),
    redis: openRedis(settings.REDIS_URL),
    keyring: keyringOf(settings.HIEN_SECRET),
    now: systemClock,
    log: logger("bench", settings),
  };
  await migrate(world.database, world.now());
  return { ...world, close: () => leave(world) };
};
