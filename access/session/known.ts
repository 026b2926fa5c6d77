import type { RedisClient } from "../redis/open.ts";
import { emptyRest, fits, NUMBERS, type Pair, pairAt, putNumbers, putRest, type Rest } from "./layout.ts";

/**
 * Sessions and their people as they were last read or written, by session id. Whoever decides on it learns by the
 * versions whether it still stands, so it need not be right, only mostly so.
 */
export type Known = {
  readonly get: (sessionId: string) => Pair | undefined;
  readonly set: (sessionId: string, pair: Pair) => void;
  readonly forget: (sessionId: string) => void;
};

/** How many are remembered; each takes about 1.5 kB. */
const REMEMBERED = 16_384;

/**
 * Each has a place that is written over: numbers lie beside the heap, and no object is made that lives until the next
 * report. Thousands of those a second made each collection of garbage stop everything for tens of milliseconds (measured).
 */
const knowingNothing = (): Known => {
  const numbers = new Float64Array(REMEMBERED * NUMBERS);
  const rests: Rest[] = [];
  const ids: string[] = [];
  const slots = new Map<string, number>();
  let next = 0;
  /** A place for one who has none yet: that of whoever came first. */
  const take = (sessionId: string): number => {
    const slot = next;
    next = (next + 1) % REMEMBERED;
    if (slot === rests.length) rests.push(emptyRest());
    else if (slots.get(ids[slot]!) === slot) slots.delete(ids[slot]!);
    ids[slot] = sessionId;
    slots.set(sessionId, slot);
    return slot;
  };
  return {
    get: (sessionId) => {
      const slot = slots.get(sessionId);
      return slot === undefined ? undefined : pairAt(numbers, slot * NUMBERS, rests[slot]!);
    },
    set: (sessionId, pair) => {
      if (!fits(pair)) {
        slots.delete(sessionId);
        return;
      }
      const slot = slots.get(sessionId) ?? take(sessionId);
      putRest(rests[slot]!, pair);
      putNumbers(numbers, slot * NUMBERS, pair);
    },
    forget: (sessionId) => void slots.delete(sessionId),
  };
};

const known = new WeakMap<RedisClient, Known>();

/** What is known of one Redis. */
export const knownOf = (redis: RedisClient): Known => {
  const mine = known.get(redis) ?? knowingNothing();
  known.set(redis, mine);
  return mine;
};
