import { setTimeout as pause } from "node:timers/promises";
import { type Connection, openConnection } from "#access/postgres/connection";
import { anotherConnection } from "#access/redis/open";
import type { Program, World } from "#access/runtime/world";
import { startTraceRetention } from "../explain/retention.ts";
import { type Drain, openDrain } from "./drain.ts";
import { mendLoss } from "./loss.ts";

/** How long a read waits for entries, ms. */
const WAIT_MS = 500;
/** After a store failed it is tried again, ms. */
const RETRY_MS = 500;
/** Small batches wait for company, ms: one transaction costs nearly as much for a hundred records as for a thousand. */
const GATHER_MS = 100;
const SMALL = 1_000;

/** Starts moving the ledger from Redis into PostgreSQL. */
export const start = async (world: World): Promise<Program> => {
  const reader = anotherConnection(world.redis, { commandTimeout: WAIT_MS + 10_000 });
  const stopping = new AbortController();
  // A lost connection is made again; the round that failed by it says so.
  reader.on("error", () => {});
  let connection: Connection | undefined;
  let drain: Drain | undefined;
  let failed = false;

  const close = async (): Promise<void> => {
    drain = undefined;
    await connection?.close().catch(() => {});
    connection = undefined;
  };

  const open = async (): Promise<Drain> => {
    await mendLoss(world);
    connection = await openConnection(world.settings.DATABASE_URL);
    return openDrain(world, reader, connection);
  };

  const step = async (): Promise<void> => {
    drain ??= await open();
    const { entries, records, more } = await drain.round(WAIT_MS);
    failed = false;
    if (entries > 0 && records < SMALL && !more)
      await pause(GATHER_MS, undefined, { signal: stopping.signal }).catch(() => {});
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await step();
      } catch (fault) {
        if (stopping.signal.aborted) return;
        if (!failed) world.log.error({ err: fault }, "ledger not stored; it waits in Redis");
        failed = true;
        await close();
        await pause(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };

  const retention = await startTraceRetention(world);
  const running = run();
  return {
    name: "drain",
    stop: async () => {
      stopping.abort();
      reader.disconnect();
      await Promise.all([running, retention.close()]);
      await close();
      // What was acknowledged is stored before the house is dark, if PostgreSQL is there to take it.
      await finish(world).catch((fault) =>
        world.log.error({ err: fault }, "ledger not stored; it waits in Redis"),
      );
    },
  };
};

const finish = async (world: World): Promise<void> => {
  const last = anotherConnection(world.redis);
  last.on("error", () => {});
  const connection = await openConnection(world.settings.DATABASE_URL);
  try {
    const drain = await openDrain(world, last, connection);
    while ((await drain.round(1)).entries > 0);
  } finally {
    last.disconnect();
    await connection.close();
  }
};
