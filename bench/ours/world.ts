import { migrate } from "#access/migrations/migrate";
import { leave, worldOf } from "#access/runtime/house";
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
  const world = worldOf(readSettings(environment), "bench");
  await migrate(world.database, world.now());
  return { ...world, close: () => leave(world) };
};
