import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { listedSessions } from "../subscriber/live.ts";
import { type LiveSession, sessionIn } from "./packed.ts";
import { memberOf, refOf, type SessionRef } from "./ticket.ts";

const CLAIM = scriptBeside(import.meta.url, "./claim.lua");

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
const goesOn = (session: LiveSession | undefined, at: number): session is LiveSession =>
  session !== undefined && session.endedAt === null && session.liveUntil > at;

/** Those of listed sessions that go on at an instant, epoch ms. */
export const goingOn = async (
  redis: RedisClient,
  subscriberId: number,
  listed: readonly { readonly sessionId: string }[],
  at: number,
): Promise<LiveSession[]> => {
  const sessions = await Promise.all(
    listed.map(({ sessionId }) => readSession(redis, { subscriberId, sessionId })),
  );
  return sessions.filter((session) => goesOn(session, at));
};

/** A person's, or a thing's, sessions that go on at an instant, epoch ms. */
export const liveSessions = async (
  redis: RedisClient,
  subscriberId: number,
  at: number,
): Promise<LiveSession[]> => goingOn(redis, subscriberId, await listedSessions(redis, subscriberId), at);
