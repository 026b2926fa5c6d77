import type { RedisClient } from "../redis/open.ts";
import {
  fits,
  isRestOf,
  NUMBERS,
  type Pair,
  pairAt,
  putNumbers,
  type Rest,
  restOf,
  type Versions,
} from "./layout.ts";

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
 * Numbers lie beside the heap: objects that live until the next report, thousands a second, made each collection of
 * garbage stop everything for tens of milliseconds (measured).
 */
const knowingNothing = (): Known => {
  const numbers = new Float64Array(REMEMBERED * NUMBERS);
  const rests = Array.from<Rest | undefined>({ length: REMEMBERED });
  const versions = Array.from<Versions | undefined>({ length: REMEMBERED });
  const ids = Array.from({ length: REMEMBERED }, () => "");
  const slots = new Map<string, number>();
  let next = 0;
  const forget = (sessionId: string): void => {
    const slot = slots.get(sessionId);
    if (slot === undefined) return;
    slots.delete(sessionId);
    rests[slot] = undefined;
    versions[slot] = undefined;
  };
  /** A slot for one who has none yet: that of whoever came first. */
  const take = (sessionId: string): number => {
    const slot = next;
    next = (next + 1) % REMEMBERED;
    if (slots.get(ids[slot]!) === slot) slots.delete(ids[slot]!);
    ids[slot] = sessionId;
    slots.set(sessionId, slot);
    return slot;
  };
  return {
    get: (sessionId) => {
      const slot = slots.get(sessionId);
      if (slot === undefined) return undefined;
      const [rest, version] = [rests[slot], versions[slot]];
      return rest && version && pairAt(numbers, slot * NUMBERS, rest, version);
    },
    set: (sessionId, pair) => {
      if (!fits(pair)) return forget(sessionId);
      const slot = slots.get(sessionId) ?? take(sessionId);
      const rest = rests[slot];
      if (!rest || !isRestOf(rest, pair)) rests[slot] = restOf(pair);
      versions[slot] = { person: pair.person.version, session: pair.session.version };
      putNumbers(numbers, slot * NUMBERS, pair);
    },
    forget,
  };
};

const known = new WeakMap<RedisClient, Known>();

/** What is known of one Redis. */
export const knownOf = (redis: RedisClient): Known => {
  const mine = known.get(redis) ?? knowingNothing();
  known.set(redis, mine);
  return mine;
};
