/** So many at once, and so many a second in the long run. */
export type Rate = { readonly burst: number; readonly perSecond: number };

/** Token buckets of many senders in memory that never grows. */
export type Buckets = {
  /** Takes a token of a sender's bucket. @param key  unsigned 32-bit, @param at  epoch ms; @returns whether there was one */
  readonly take: (key: number, at: number) => boolean;
};

/** Places a key may lie in; the one unused for longest makes room. */
const WAYS = 4;

/**
 * Empty buckets. Where more senders come than there is room for, the one not heard for longest begins anew with a full
 * bucket, so that a flood of strangers never closes the door to those who are known.
 *
 * @param capacity  how many senders are told apart; a power of 2, at least 4
 */
export const buckets = (capacity: number, { burst, perSecond }: Rate): Buckets => {
  const keys = new Uint32Array(capacity);
  const tokens = new Float64Array(capacity);
  const takenAt = new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY);
  const sets = capacity / WAYS;

  const placeOf = (key: number): number => {
    const first = (key % sets) * WAYS;
    let oldest = first;
    for (let place = first; place < first + WAYS; place += 1) {
      if (keys[place] === key && takenAt[place]! > Number.NEGATIVE_INFINITY) return place;
      if (takenAt[place]! < takenAt[oldest]!) oldest = place;
    }
    keys[oldest] = key;
    tokens[oldest] = burst;
    takenAt[oldest] = Number.NEGATIVE_INFINITY;
    return oldest;
  };

  return {
    take: (key, at) => {
      const place = placeOf(key);
      const passed = Math.max(0, at - takenAt[place]!) / 1000;
      // A clock that was set back gives nothing, and takes nothing away.
      const filled = Math.min(burst, tokens[place]! + (Number.isFinite(passed) ? passed * perSecond : 0));
      takenAt[place] = Math.max(at, takenAt[place]!);
      tokens[place] = filled >= 1 ? filled - 1 : filled;
      return filled >= 1;
    },
  };
};
