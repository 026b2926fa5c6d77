import { tagOfLoginId } from "../grant/live.ts";
import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import type { World } from "../runtime/world.ts";
import { openSessionAt, openSessionNamed } from "./find-store.ts";
import { readSession } from "./live.ts";
import { sessionOfGrant } from "./name.ts";
import { type LiveSession, stateIn } from "./packed.ts";
import { refOf, type SessionRef } from "./ticket.ts";
import { ifReadable } from "./unreadable.ts";

/** How long a NAS's session id is remembered after the last login or Start, seconds. */
const REMEMBERED = 2_592_000;

/** Remembers which session a NAS means by an Acct-Session-Id. */
export const rememberNasSession = async (
  redis: RedisClient,
  nasId: number,
  nasSessionId: string,
  member: string,
): Promise<void> => {
  await redis.set(keys.nasSession(nasId, nasSessionId), member, "EX", REMEMBERED);
};

/**
 * The session a login id opened, or else that a NAS means by an Acct-Session-Id: many NAS count those anew after they
 * restarted, while a login id is never given twice.
 */
export const refByNas = async (
  redis: RedisClient,
  nasId: number,
  nasSessionId: string,
  loginId: string,
): Promise<SessionRef | undefined> => {
  const tag = tagOfLoginId(loginId);
  if (tag !== undefined) {
    const sessionId = sessionOfGrant(loginId);
    const packed = await redis.getBuffer(keys.session(tag, sessionId));
    // one that cannot be read must be found in another way
    const named = packed && ifReadable(packed, stateIn);
    if (named) return { subscriberId: named.subscriberId, sessionId };
  }
  const byId = nasSessionId ? await redis.get(keys.nasSession(nasId, nasSessionId)) : null;
  return byId ? refOf(byId) : undefined;
};

/** What is known of a session one looks for. */
export type Wanted = {
  readonly nasId: number;
  readonly mac?: string | undefined;
  readonly nasSessionId?: string | undefined;
  readonly loginId?: string | undefined;
};

/** The open session of a device at a NAS; the latest where there are several. */
export const openSession = async (world: World, wanted: Wanted): Promise<LiveSession | undefined> => {
  const { nasId, mac, nasSessionId = "", loginId = "" } = wanted;
  const ref =
    (await refByNas(world.redis, nasId, nasSessionId, loginId)) ??
    (nasSessionId ? await openSessionNamed(world.database, nasId, nasSessionId) : undefined) ??
    (mac ? await openSessionAt(world.database, nasId, mac) : undefined);
  const session = ref && (await readSession(world.redis, ref));
  return session && session.endedAt === null && session.nasId === nasId ? session : undefined;
};
