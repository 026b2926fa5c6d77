import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { newVersion } from "../redis/version.ts";
import { accountIn, type LivePerson, packedPerson } from "../subscriber/live.ts";
import { personKey, sessionKey } from "./gather-kept.ts";
import { packedSession, RETAINED, type SessionState, stateIn } from "./packed.ts";
import { memberOf, type SessionRef } from "./ticket.ts";
import { ifReadable } from "./unreadable.ts";

const REPLACE = scriptBeside(import.meta.url, "./replace.lua");

/** What nobody of ours wrote is kept so long for whoever wants to know what it is, seconds. */
const KEPT_ASIDE = 7 * 86_400;

/** What Redis has that nobody of ours wrote; `undefined` for what can be read, or is not there. */
export type Unreadable = { readonly person: Buffer | undefined; readonly session: Buffer | undefined };

const unlessRead = (packed: Buffer | null | undefined, read: (packed: Buffer) => object) =>
  packed && !ifReadable(packed, read) ? packed : undefined;

/** A person and a session of theirs, where they cannot be read. */
export const unreadableOf = async (redis: RedisClient, ref: SessionRef): Promise<Unreadable> => {
  const [person, session] = await redis.mgetBuffer([personKey(ref), sessionKey(ref)]);
  return { person: unlessRead(person, accountIn), session: unlessRead(session, stateIn) };
};

const replace = async (
  redis: RedisClient,
  ref: SessionRef,
  key: string,
  values: readonly (string | number | Buffer)[],
): Promise<boolean> => {
  const names = [key, keys.aside(key), keys.online(tagOf(ref.subscriberId))];
  return (await run(redis, REPLACE, names, values)) === 1;
};

/** Puts a session in the place of what was read there. @returns whether that still stood there */
export const replaceSession = (
  redis: RedisClient,
  ref: SessionRef,
  read: Buffer,
  state: SessionState,
): Promise<boolean> => {
  const packed = packedSession({ ...state, version: newVersion() });
  const lasts = state.endedAt === 0 ? ["", state.liveUntil, memberOf(ref)] : [RETAINED, "", ""];
  return replace(redis, ref, sessionKey(ref), [read, packed, KEPT_ASIDE, ...lasts]);
};

/** Puts a person in the place of what was read there. @returns whether that still stood there */
export const replacePerson = (
  redis: RedisClient,
  ref: SessionRef,
  read: Buffer,
  person: LivePerson,
): Promise<boolean> =>
  replace(redis, ref, personKey(ref), [read, packedPerson(person), KEPT_ASIDE, "", "", ""]);
