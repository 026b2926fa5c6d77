import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { Failure } from "../runtime/failure.ts";
import { memberOf, type SessionRef } from "./ticket.ts";

const UNREADABLE = "session_unreadable";

/** Whether something failed because nobody of ours wrote what Redis keeps of a session. */
export const isUnreadable = (fault: unknown): boolean =>
  fault instanceof Failure && (fault.code === UNREADABLE || fault.fields["reason"] === UNREADABLE);

/**
 * Until when a session that cannot be read counts as live, epoch ms; 0 where it does not. When it is to be looked at for its
 * silence is kept beside it, so that it takes its device's room as long as it would, and no longer.
 */
export const unreadableUntil = async (redis: RedisClient, ref: SessionRef): Promise<number> =>
  Number((await redis.zscore(keys.online(tagOf(ref.subscriberId)), memberOf(ref))) ?? 0);

/** Sets a session aside that cannot be read: nobody looks for its silence, or what is owed of it, again. What is kept stays. */
export const setAside = async (redis: RedisClient, ref: SessionRef): Promise<void> => {
  const tag = tagOf(ref.subscriberId);
  await redis.zrem(keys.online(tag), memberOf(ref));
  await redis.zrem(keys.due(tag), memberOf(ref));
};
