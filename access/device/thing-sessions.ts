import type { World } from "../runtime/world.ts";
import { openSessions } from "../session/find-store.ts";
import { liveSessions } from "../session/live.ts";
import type { LiveSession } from "../session/packed.ts";
import { wishSession } from "../session/wish.ts";
import { thingAccount } from "./thing.ts";

/** A thing's sessions that go on at an instant (epoch ms). */
export const liveSessionsOf = async (
  { redis }: Pick<World, "redis">,
  thingId: number,
  at: number,
): Promise<readonly LiveSession[]> => liveSessions(redis, thingAccount(thingId), at);

/** Ends a thing's sessions, so that it logs in again and is judged by what holds now. */
export const askAgain = async (world: World, thingId: number, cause: string): Promise<void> => {
  const open = await openSessions(world.database, { subscriberId: thingAccount(thingId) });
  await Promise.all(open.map((ref) => wishSession(world, ref, "end", cause)));
};
