import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { type Listed, listedSessions } from "../subscriber/live.ts";
import { type LiveSession, sessionIn } from "./packed.ts";
import { memberOf, refOf, type SessionRef } from "./ticket.ts";
import { isUnreadable, unreadableUntil } from "./unreadable.ts";

const CLAIM = scriptBeside(import.meta.url, "./claim.lua");
const MOVE_DUE = scriptBeside(import.meta.url, "./move-due.lua");

/** Takes sessions of a tag whose change is due, keeping others from them until `keptUntil` (epoch ms). */
export const claimDue = async (
  redis: RedisClient,
  tag: number,
  at: number,
  keptUntil: number,
  most: number,
): Promise<SessionRef[]> => {
  const members = (await run(redis, CLAIM, [keys.due(tag)], [at, keptUntil, most])) as string[];
  return members.map(refOf).filter((ref) => ref !== undefined);
};

/**
 * Moves the instant a change is due at, epoch ms.
 *
 * @returns whether it was still ours: due when we left it to be
 */
export const moveDue = async (
  redis: RedisClient,
  ref: SessionRef,
  from: number,
  to: number,
): Promise<boolean> =>
  (await run(redis, MOVE_DUE, [keys.due(tagOf(ref.subscriberId))], [memberOf(ref), from, to])) === 1;

/** Puts a change off: it is due again at an instant. */
export const postpone = async (redis: RedisClient, ref: SessionRef, dueAt: number): Promise<void> => {
  await redis.zadd(keys.due(tagOf(ref.subscriberId)), "XX", dueAt, memberOf(ref));
};

/** Sessions of a tag that are to be looked at: by what was known once, they were due to report before an instant. */
export const overdue = async (
  redis: RedisClient,
  tag: number,
  at: number,
  most: number,
): Promise<SessionRef[]> => {
  const members = await redis.zrangebyscore(keys.online(tag), "-inf", at, "LIMIT", 0, most);
  return members.map(refOf).filter((ref) => ref !== undefined);
};

/** One session; `undefined` when Redis has none of this id. */
export const readSession = async (redis: RedisClient, ref: SessionRef): Promise<LiveSession | undefined> => {
  const packed = await redis.getBuffer(keys.session(tagOf(ref.subscriberId), ref.sessionId));
  return packed ? sessionIn(packed, ref.sessionId) : undefined;
};

/** Whether a session goes on at an instant, as far as is known. */
const goesOn = <Session extends Pick<LiveSession, "endedAt" | "liveUntil">>(
  session: Session | undefined,
  at: number,
): session is Session => session !== undefined && session.endedAt === null && session.liveUntil > at;

/** One session, or what is made of one that cannot be read; `undefined` when Redis has none of this id. */
export const readSessionOr = async <Instead>(
  redis: RedisClient,
  ref: SessionRef,
  instead: () => Instead | Promise<Instead>,
): Promise<LiveSession | Instead | undefined> => {
  try {
    return await readSession(redis, ref);
  } catch (fault) {
    if (!isUnreadable(fault)) throw fault;
    return instead();
  }
};

const isGoingOn = async (redis: RedisClient, ref: SessionRef, at: number): Promise<boolean> => {
  const asLongAsItMay = async () => ({ endedAt: null, liveUntil: await unreadableUntil(redis, ref) });
  return goesOn(await readSessionOr(redis, ref, asLongAsItMay), at);
};

/** Those of listed sessions that go on at an instant, epoch ms; of one that cannot be read, as long as it may. */
export const goingOn = async (
  redis: RedisClient,
  subscriberId: number,
  listed: readonly Listed[],
  at: number,
): Promise<Listed[]> => {
  const are = await Promise.all(
    listed.map(({ sessionId }) => isGoingOn(redis, { subscriberId, sessionId }, at)),
  );
  return listed.filter((_, index) => are[index]);
};

/** A person's, or a thing's, sessions that go on at an instant, epoch ms; without those that cannot be read. */
export const liveSessions = async (
  redis: RedisClient,
  subscriberId: number,
  at: number,
): Promise<LiveSession[]> => {
  const listed = await listedSessions(redis, subscriberId);
  const sessions = await Promise.all(
    listed.map(({ sessionId }) => readSessionOr(redis, { subscriberId, sessionId }, () => undefined)),
  );
  return sessions.filter((session) => goesOn(session, at));
};
