import type { World } from "#access/runtime/world";
import { keepTraces } from "#access/trace/retention-store";

/** How often old traces are let go of, ms. */
const ROUND_MS = 3_600_000;

/** Keeps room for traces of the coming days and lets go of those that are too old, for as long as it runs. */
export const startTraceRetention = async (world: World): Promise<{ readonly close: () => Promise<void> }> => {
  let round: Promise<void> = Promise.resolve();
  const keep = (): Promise<void> => {
    round = keepTraces(world.database, world.now()).catch((fault) =>
      world.log.error({ err: fault }, "traces not tidied; tried again within the hour"),
    );
    return round;
  };
  await keep();
  const timer = setInterval(() => void keep(), ROUND_MS).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await round;
    },
  };
};
