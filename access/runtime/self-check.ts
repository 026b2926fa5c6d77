import { gatherDisk, gatherPostgres, gatherRedis } from "./gather-store-facts.ts";
import { type Findings, judge, type StoreFacts } from "./store-facts.ts";
import type { World } from "./world.ts";

/**
 * Looks at everything the programs stand on: versions, durability and eviction of the stores, clocks, free disk, and
 * secrets that came with an example.
 *
 * @returns one sentence for each fault and each warning, all at once; with a fault nothing should start
 */
export const selfCheck = async (world: World): Promise<Findings> => {
  const [postgres, redis, freeDisk] = await Promise.all([
    gatherPostgres(world),
    gatherRedis(world),
    gatherDisk(),
  ]);
  const facts: StoreFacts = { postgres, redis, freeDisk, settings: world.settings };
  return judge(facts);
};
