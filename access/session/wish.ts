import { announce } from "../notice/live.ts";
import type { World } from "../runtime/world.ts";
import type { Wish } from "./packed.ts";
import { settle } from "./settle-live.ts";
import type { Settlement } from "./settling.ts";
import type { SessionRef } from "./ticket.ts";

const ask = async (world: World, ref: SessionRef, wished: Settlement): Promise<boolean> => {
  const outcome = await settle(world.redis, ref, wished, world.now());
  if (outcome === "ok") await announce(world.redis, { kind: "session", id: ref.subscriberId });
  return outcome === "ok";
};

/**
 * Wishes something of a running session: its NAS is asked as soon as a RADIUS server hears of it, and asked again
 * until it obeys or the session is over.
 *
 * @param cause  why, for the record: `quota`, `plan`, `staff`, `person`, …
 * @returns false when there is nothing to wish: the session is over, or it is so already, or will be
 */
export const wishSession = (world: World, ref: SessionRef, wish: Wish, cause: string): Promise<boolean> =>
  ask(world, ref, { what: "wish", wish, cause });

/**
 * Wishes something of a running session also where it is so already, because what that means has changed: other speeds
 * of a plan, another remainder.
 *
 * @returns false when there is nothing to wish: the session is over, or the same is about to be asked
 */
export const wishAnew = (world: World, ref: SessionRef, wish: Wish, cause: string): Promise<boolean> =>
  ask(world, ref, { what: "wish-anew", wish, cause });
