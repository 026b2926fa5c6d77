import type { World } from "../runtime/world.ts";
import { openSessions } from "../session/find-store.ts";
import { type LiveSession, liveDevices, readSession } from "../session/live.ts";
import { wishSession } from "../session/wish.ts";
import { thingAccount } from "./thing.ts";

/** A thing's sessions that go on at an instant (epoch ms). */
export const liveSessionsOf = async (
  { redis }: Pick<World, "redis">,
  thingId: number,
  at: number,
): Promise<readonly LiveSession[]> => {
  const subscriberId = thingAccount(thingId);
  const live = await liveDevices(redis, subscriberId, at);
  const sessions = await Promise.all(
    live.map(({ sessionId }) => readSession(redis, { subscriberId, sessionId })),
  );
  return sessions.filter((session) => session !== undefined && session.endedAt === null) as LiveSession[];
};

/** Ends a thing's sessions, so that it logs in again and is judged by what holds now. */
export const askAgain = async (world: World, thingId: number, cause: string): Promise<void> => {
  const open = await openSessions(world.database, { subscriberId: thingAccount(thingId) });
  await Promise.all(open.map((ref) => wishSession(world, ref, "end", cause)));
};
