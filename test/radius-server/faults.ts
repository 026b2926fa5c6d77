import { flushFaults } from "#access/attempt/faults";
import type { World } from "#access/runtime/world";

/** What could not be trusted so far, by reason. */
export const faultsByReason = async (world: World): Promise<Record<string, number>> => {
  await flushFaults(world);
  const rows = await world.database("nas_faults").select("reason").sum("count as count").groupBy("reason");
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
};
