import type { Profile } from "../quota/standing.ts";
import type { World } from "../runtime/world.ts";
import type { LiveSession } from "./packed.ts";
import { settle } from "./settle-live.ts";
import { recordWithdrawn } from "./withdrawn-store.ts";

/**
 * Notes that a NAS which asks about a running session anew is to let it go on, and by which profile: what was wished of
 * it is thereby done, or no longer holds and is written down as withdrawn.
 *
 * @param session  as it was judged; what was wished of it since stays owed
 * @returns false where it may not go on: it is over, or was ordered to end, perhaps just now
 */
export const letGoOn = async (world: World, session: LiveSession, profile: Profile): Promise<boolean> => {
  const { wish, wishNumber } = session;
  const settled = await settle(world.redis, session, { what: "told", profile, wishNumber }, world.now());
  if (settled === "ok" && wish !== null && wish !== profile)
    await recordWithdrawn(world.database, session, world.now());
  return settled !== "over";
};
