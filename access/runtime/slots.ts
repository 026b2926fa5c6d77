/** Ends the slots of a hash. */
export const NONE = -1;

/**
 * A fixed number of numbered slots, found by a hash; what lies in each, and whether it is what was meant, its user keeps
 * in arrays of its own: `for (let slot = slots.first(hash); slot !== NONE; slot = slots.next(slot))`.
 */
export type Slots = {
  /** the first slot taken for a hash, or for one that falls together with it; or `NONE` */
  readonly first: (hash: number) => number;
  readonly next: (slot: number) => number;
  /** the slot that was taken longest ago, for another hash from here on */
  readonly take: (hash: number) => number;
};

/**
 * Slots of which none is taken. They lie in typed arrays, so that a flood costs neither memory nor collection: a `Map` of
 * as many that come and go takes several times as long, since it makes its table anew again and again (measured).
 *
 * @param capacity  how many; hashes are whole numbers from 0 to 2^32 - 1
 */
export const slotsOf = (capacity: number): Slots => {
  const heads = new Int32Array(capacity).fill(NONE);
  const following = new Int32Array(capacity).fill(NONE);
  /** where each hangs; `NONE` while it was never taken */
  const buckets = new Int32Array(capacity).fill(NONE);
  let oldest = 0;

  const unlink = (slot: number): void => {
    const bucket = buckets[slot]!;
    if (bucket === NONE) return;
    let before = heads[bucket]!;
    if (before === slot) heads[bucket] = following[slot]!;
    else {
      while (following[before] !== slot) before = following[before]!;
      following[before] = following[slot]!;
    }
  };

  return {
    first: (hash) => heads[hash % capacity]!,
    next: (slot) => following[slot]!,
    take: (hash) => {
      const slot = oldest;
      oldest = (oldest + 1) % capacity;
      unlink(slot);
      const bucket = hash % capacity;
      buckets[slot] = bucket;
      following[slot] = heads[bucket]!;
      heads[bucket] = slot;
      return slot;
    },
  };
};
