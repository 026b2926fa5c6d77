import type { RedisClient } from "./open.ts";

/**
 * Asks about many items in as few calls as the Redis allows: one for all, or on a cluster one for each hash tag, since
 * a script may not reach beyond its slot.
 *
 * @param tagOf   the hash tag of an item's keys
 * @param askAll  answers in the order of its items
 * @returns answers in the order of the items
 */
export const askBySlot = async <Item, Answer>(
  redis: RedisClient,
  items: readonly Item[],
  tagOf: (item: Item) => number,
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> => {
  if (!redis.isCluster) return askAll(items);
  const groups = new Map<number, number[]>();
  for (const [index, item] of items.entries()) {
    const tag = tagOf(item);
    const group = groups.get(tag);
    if (group) group.push(index);
    else groups.set(tag, [index]);
  }
  const answers = Array.from<Answer>({ length: items.length });
  await Promise.all(
    [...groups.values()].map(async (indices) => {
      const replies = await askAll(indices.map((index) => items[index] as Item));
      for (const [place, index] of indices.entries()) answers[index] = replies[place] as Answer;
    }),
  );
  return answers;
};
