import { announce } from "../notice/live.ts";
import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import type { World } from "../runtime/world.ts";
import { moveDue } from "./live.ts";
import { memberOf, refOf, type SessionRef } from "./ticket.ts";

/** What was handed over and nobody took is due again after this, ms; then it is handed over anew. */
const WAITS_MS = 60_000;

/** What lies longer was handed over anew or is not owed any more, seconds. */
const LIES_SECONDS = 120;

/** A change handed over, as it lies: which session, and when it is due again, epoch ms. */
type Handed = { readonly ref: SessionRef; readonly dueAt: number };

/**
 * Leaves a change to the process that has a connection of its NAS, now or as soon as it opens one. It stays owed: where
 * nobody takes it, it is due again within a minute.
 *
 * @param keptUntil  until when the caller keeps others from it, epoch ms; who has lost it meanwhile hands over nothing
 */
export const handOver = async (
  { redis, now }: Pick<World, "redis" | "now">,
  nasId: number,
  ref: SessionRef,
  keptUntil: number,
): Promise<void> => {
  const dueAt = now() + WAITS_MS;
  if (!(await moveDue(redis, ref, keptUntil, dueAt))) return;
  const handed = keys.handed(nasId);
  // The later one holds, where two hand over one after the other.
  await redis.multi().zadd(handed, "GT", dueAt, memberOf(ref)).expire(handed, LIES_SECONDS).exec();
  await announce(redis, { kind: "handed", id: nasId });
};

const handedIn = (popped: readonly string[]): Handed[] =>
  popped.flatMap((member, index) => {
    const ref = index % 2 === 0 ? refOf(member) : undefined;
    return ref ? [{ ref, dueAt: Number(popped[index + 1]) }] : [];
  });

/**
 * Takes changes that were handed over for a NAS, keeping others from them until `keptUntil` (epoch ms); of several
 * processes with a connection each change is one's.
 *
 * @returns what is ours to carry out; `undefined` when nothing lies there
 */
export const takeHanded = async (
  redis: RedisClient,
  nasId: number,
  keptUntil: number,
  most: number,
): Promise<SessionRef[] | undefined> => {
  const handed = handedIn(await redis.zpopmin(keys.handed(nasId), most));
  if (handed.length === 0) return undefined;
  const are = await Promise.all(handed.map(({ ref, dueAt }) => moveDue(redis, ref, dueAt, keptUntil)));
  return handed.filter((_, index) => are[index]).map(({ ref }) => ref);
};
