import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { accountIn } from "../subscriber/live.ts";
import type { Going, Kept } from "./change.ts";
import { stateIn } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";
import { ifReadable, unreadableUntil } from "./unreadable.ts";

/** The key of a change's person. */
export const personKey = ({ subscriberId }: SessionRef): string =>
  keys.person(tagOf(subscriberId), subscriberId);

/** The key of a change's session. */
export const sessionKey = ({ subscriberId, sessionId }: SessionRef): string =>
  keys.session(tagOf(subscriberId), sessionId);

/**
 * A person and a session as Redis answered.
 *
 * @throws Failure `person_unreadable`, `session_unreadable`
 */
export const keptIn = (person: Buffer | null, session: Buffer | null, isReady: boolean): Kept => ({
  person: person ? accountIn(person) : undefined,
  session: session ? stateIn(session) : undefined,
  isReady,
});

const isReady = async (redis: RedisClient, { subscriberId }: SessionRef): Promise<boolean> =>
  (await redis.exists(keys.ready(tagOf(subscriberId)))) === 1;

const readable = (...read: Parameters<typeof keptIn>): Kept | Error => {
  try {
    return keptIn(...read);
  } catch (fault) {
    return fault as Error;
  }
};

/**
 * People and sessions as Redis has them.
 *
 * @returns for each in order; an error for what nobody of ours wrote
 */
export const gatherKept = async (
  redis: RedisClient,
  refs: readonly SessionRef[],
): Promise<(Kept | Error)[]> => {
  if (refs.length === 0) return [];
  const names: string[] = [];
  for (const ref of refs) names.push(personKey(ref), sessionKey(ref));
  const values = await redis.mgetBuffer(names);
  const found: (Kept | Error)[] = [];
  for (const [index, ref] of refs.entries()) {
    const [person, session] = [values[index * 2] ?? null, values[index * 2 + 1] ?? null];
    const filled = person !== null || (await isReady(redis, ref));
    found.push(readable(person, session, filled));
  }
  return found;
};

/** Whether a session goes on, by what is packed of it; where that cannot be read, by when it was to be looked at. */
const goingIn = async (redis: RedisClient, ref: SessionRef, packed: Buffer): Promise<Going> =>
  ifReadable(packed, stateIn) ?? { endedAt: 0, liveUntil: await unreadableUntil(redis, ref) };

/** Other sessions of the same person, as Redis has them now; one that cannot be read keeps nobody out for good. */
export const gatherOthers = async (
  redis: RedisClient,
  { subscriberId }: SessionRef,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Going>> => {
  const values = await redis.mgetBuffer(wanted.map((sessionId) => sessionKey({ subscriberId, sessionId })));
  const found = new Map<string, Going>();
  for (const [index, sessionId] of wanted.entries()) {
    const packed = values[index];
    if (packed) found.set(sessionId, await goingIn(redis, { subscriberId, sessionId }, packed));
  }
  return found;
};
