import { gathering } from "./gathering.ts";
import type { RedisClient } from "./open.ts";

/**
 * Gathers what is asked: for a Redis alone all together; on a cluster by hash tag, since a script may not reach beyond its
 * slot, and so that who waits for a node that is away keeps nobody else waiting.
 *
 * @param most    most items in one call
 * @param tagOf   the hash tag of an item's keys
 * @param askAll  answers in the order of its items; if it fails, each item fails
 */
export const gatheringBySlot = <Item, Answer>(
  redis: Pick<RedisClient, "isCluster">,
  most: number,
  tagOf: (item: Item) => number,
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
): ((item: Item) => Promise<Answer>) => {
  if (!redis.isCluster) return gathering(most, askAll);
  const byTag = new Map<number, (item: Item) => Promise<Answer>>();
  return (item) => {
    const tag = tagOf(item);
    const ask = byTag.get(tag) ?? gathering(most, askAll);
    byTag.set(tag, ask);
    return ask(item);
  };
};
