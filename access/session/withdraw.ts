import { announce } from "../notice/live.ts";
import type { World } from "../runtime/world.ts";
import type { LiveSession, Wish } from "./packed.ts";
import { settle } from "./settle-live.ts";
import { recordWithdrawn } from "./withdrawn-store.ts";

/**
 * Takes back what is wished of a session, since it no longer holds, and writes that down.
 *
 * @param session  as it was judged; what was wished of it since stays owed
 */
export const withdraw = async (world: World, session: LiveSession): Promise<void> => {
  const { wishNumber } = session;
  const settled = await settle(world.redis, session, { what: "withdraw", wishNumber }, world.now());
  if (settled === "ok") await recordWithdrawn(world.database, session, world.now());
};

/**
 * Wishes something of a running session also where it is so already, because what that means has changed: other speeds
 * of a plan, another remainder. Another wish whose place it takes is written down as withdrawn.
 */
export const wishInstead = async (
  world: World,
  session: LiveSession,
  wish: Wish,
  cause: string,
): Promise<void> => {
  const settled = await settle(world.redis, session, { what: "wish-anew", wish, cause }, world.now());
  if (settled !== "ok") return;
  if (session.wish !== null && session.wish !== wish)
    await recordWithdrawn(world.database, session, world.now());
  await announce(world.redis, { kind: "session", id: session.subscriberId });
};
