import { setTimeout as pause } from "node:timers/promises";

/** Something to close, and what it is. */
type Closing = readonly [what: string, close: () => unknown];

/** Whatever is closed has closed within this, ms. */
const PATIENCE_MS = 30_000;

/** Enough for closing several things, ms. */
export const CLOSING_MS = 4 * PATIENCE_MS;

/**
 * Closes things one after the other.
 *
 * @throws Error naming the one that does not close; a hook that only takes too long would not tell
 */
export const closeInTurn = async (closings: readonly Closing[]): Promise<void> => {
  for (const [what, close] of closings) {
    const closed = new AbortController();
    const late = pause(PATIENCE_MS, undefined, { signal: closed.signal }).then(
      () => {
        throw new Error(`${what} did not close within ${PATIENCE_MS / 1_000} s`);
      },
      () => {}, // it closed before
    );
    await Promise.race([Promise.resolve(close()).finally(() => closed.abort()), late]);
  }
};
