import { announce } from "../notice/live.ts";
import type { World } from "../runtime/world.ts";
import type { Wish } from "./packed.ts";
import { settle } from "./settle-live.ts";
import type { SessionRef } from "./ticket.ts";

/**
 * Wishes something of a running session: its NAS is asked as soon as a RADIUS server hears of it, and asked again
 * until it obeys or the session is over.
 *
 * @param cause  why, for the record; an end of `staff` or `person` is an order (`isOrdered`), anything else is sent only while
 *   the rules ask for it
 * @returns false when there is nothing to wish: the session is over, or it is so already, or will be
 */
export const wishSession = async (
  world: World,
  ref: SessionRef,
  wish: Wish,
  cause: string,
): Promise<boolean> => {
  const outcome = await settle(world.redis, ref, { what: "wish", wish, cause }, world.now());
  if (outcome === "ok") await announce(world.redis, { kind: "session", id: ref.subscriberId });
  return outcome === "ok";
};
