import type { World } from "#access/runtime/world";
import { moveDue } from "#access/session/live";
import type { SessionRef } from "#access/session/ticket";

/**
 * Others are kept from a change for so long at a time, ms, and ever longer while it is carried out: what a process was
 * killed over is another's soon.
 */
const HELD_MS = 10_000;
/** Two renewals in a row may fail. */
const RENEWED_MS = 3_000;

/** A change that others are kept from. */
export type Hold = {
  /** no longer renews it; @returns until when it is held all the same, epoch ms */
  readonly release: () => Promise<number>;
};

/** Until when a change taken now is held, epoch ms. */
export const heldUntil = ({ now }: Pick<World, "now">): number => now() + HELD_MS;

/**
 * Holds a change that was taken until it is released, unless it is wished anew.
 *
 * @param until  until when it is held already, epoch ms
 */
export const hold = (world: Pick<World, "now" | "redis" | "log">, ref: SessionRef, until: number): Hold => {
  let held = until;
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    const longer = heldUntil(world);
    try {
      if (await moveDue(world.redis, ref, held, longer)) held = longer;
      else clearInterval(timer);
    } catch (fault) {
      // If that goes on another takes it, and the NAS is asked twice.
      world.log.warn({ err: fault }, "a change is not kept from others");
    } finally {
      renewing = undefined;
    }
  };
  const timer = setInterval(() => {
    renewing ??= renew();
  }, RENEWED_MS);
  return {
    release: async () => {
      clearInterval(timer);
      await renewing;
      return held;
    },
  };
};
