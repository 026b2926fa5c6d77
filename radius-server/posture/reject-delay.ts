import { below } from "#access/runtime/random";

/** Holds Access-Rejects back, so that guessing takes time (draft-ietf-radext-deprecating-radius, "Delaying Access-Rejects"). */
export type RejectDelay = {
  /** settles when the reject may be sent: after the delay, at once beyond the most that wait, or when it is closed */
  readonly pass: () => Promise<void>;
  /** lets go of all that wait */
  readonly close: () => void;
};

/** How many rejects wait at once; those beyond are sent at once, since each takes memory that a stranger could fill. */
export const MOST_WAITING = 4_096;

/**
 * A delay that never falls twice on the same length, so that what decided cannot be told from the time it took.
 *
 * @param shortest  ms; as much again at most comes by chance; 0 for none
 */
export const rejectDelay = (shortest: number, most: number = MOST_WAITING): RejectDelay => {
  const waiting = new Map<NodeJS.Timeout, () => void>();
  let closed = false;
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          waiting.delete(timer);
          resolve();
        },
        shortest + below(shortest + 1),
      );
      waiting.set(timer, resolve);
    });
  return {
    pass: () => (closed || shortest === 0 || waiting.size >= most ? Promise.resolve() : wait()),
    close: () => {
      closed = true;
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer);
        resolve();
      }
      waiting.clear();
    },
  };
};
