import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { Failure } from "../runtime/failure.ts";
import { memberOf, type SessionRef } from "./ticket.ts";

const SESSION = "session_unreadable";
const PERSON = "person_unreadable";

/** Why a change came to nothing where nobody of ours wrote what Redis keeps of its session or person. */
export const UNREADABLE: ReadonlySet<string> = new Set([SESSION, PERSON]);

/** Whether something failed because nobody of ours wrote what Redis keeps of a session. */
export const isUnreadable = (fault: unknown): boolean =>
  fault instanceof Failure && (fault.code === SESSION || fault.fields["reason"] === SESSION);

/** Whether something failed because nobody of ours wrote what Redis keeps of a person. */
export const isPersonUnreadable = (fault: unknown): boolean =>
  fault instanceof Failure && fault.code === PERSON;

/** What Redis keeps of a session or a person; `undefined` where `read` cannot read it. */
export const ifReadable = <Kept>(packed: Buffer, read: (packed: Buffer) => Kept): Kept | undefined => {
  try {
    return read(packed);
  } catch {
    return undefined;
  }
};

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
