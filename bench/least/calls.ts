import { tagOfLoginId } from "#access/grant/live";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import { packing, type Writer } from "#access/redis/pack";
import { runForBuffers, scriptBeside } from "#access/redis/script";

const ACCESS = new URL("../../access/", import.meta.url);
const READ = scriptBeside(new URL("grant/", ACCESS).href, "read.lua");
const COMMIT = scriptBeside(new URL("session/", ACCESS).href, "commit.lua");

/** Octets of a person, a session and a ledger record, as ours are in the middle. */
export const PERSON = "p".repeat(140);
const SESSION = "s".repeat(200);
const RECORD = "r".repeat(330);
/** A version stands in so many octets at the beginning of what has it. */
const VERSION = 9;
/** Room is kept so long for a Start to come, ms; a report moves nothing of that. */
const LOOKED_AT_MS = 90_000;

/** What is written for a login or a report: the person as they were, the session, one ledger record. */
export type Written = {
  readonly subscriberId: number;
  readonly sessionId: string;
  /** what Redis has of the person */
  readonly person: string;
  /** whether the session was written before */
  readonly isKnown: boolean;
};

/** Reads grants and their people as our server does, and looks at neither. @returns what Redis has of each person */
export const readPeople = async (
  redis: RedisClient,
  loginIds: readonly string[],
): Promise<(string | undefined)[]> => {
  const names = loginIds.map((loginId) => keys.grant(tagOfLoginId(loginId) ?? 0, loginId));
  const replies = (await runForBuffers(redis, READ, names)) as (Buffer | null)[];
  return loginIds.map((_, index) => replies[index * 2 + 1]?.toString("latin1"));
};

const put = (to: Writer, { subscriberId, sessionId, person, isKnown }: Written, at: string): void => {
  const tag = tagOf(subscriberId);
  to.text(keys.person(tag, subscriberId));
  to.text(person.slice(0, VERSION));
  to.text(person);
  to.text(keys.session(tag, sessionId));
  to.text(isKnown ? SESSION.slice(0, VERSION) : "");
  to.text(SESSION);
  to.text("");
  to.text(isKnown ? "" : at);
  to.text("");
  to.text(isKnown ? "" : `${subscriberId}:${sessionId}`);
  to.text(RECORD);
};

/** Writes as our server does, by the same script. @returns for each whether it was written */
export const writeAll = async (redis: RedisClient, written: readonly Written[]): Promise<boolean[]> => {
  const at = String(Date.now() + LOOKED_AT_MS);
  const packed = packing((to) => {
    for (const each of written) put(to, each, at);
  });
  const replies = (await runForBuffers(redis, COMMIT, [keys.ledger(0)], packed)) as unknown[];
  return replies.map((reply) => reply === 1);
};
