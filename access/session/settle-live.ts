import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { Failure } from "../runtime/failure.ts";
import { commit } from "./commit.ts";
import { type Settled, type Settlement, settleIn } from "./settling.ts";
import { memberOf, type SessionRef } from "./ticket.ts";

/** When the change owed of a session is due, epoch ms. */
const dueAtOf = async (redis: RedisClient, ref: SessionRef): Promise<number | undefined> => {
  const score = await redis.zscore(keys.due(tagOf(ref.subscriberId)), memberOf(ref));
  return score === null ? undefined : Number(score);
};

/** Settles something about a session. @throws Failure `session_not_settled` when Redis would not have it */
export const settle = async (
  redis: RedisClient,
  ref: SessionRef,
  settlement: Settlement,
  at: number,
): Promise<Settled> => {
  const dueAt = settlement.what === "wish-anew" ? await dueAtOf(redis, ref) : undefined;
  const { subscriberId, sessionId } = ref;
  const [settled] = await commit<Settled>(redis, [
    {
      subscriberId,
      sessionId,
      decide: (kept, version) => settleIn(kept, ref, settlement, { at, version, dueAt }),
    },
  ]);
  if (typeof settled === "string") return settled;
  throw new Failure("session_not_settled", { reason: settled?.reason ?? "no answer" });
};
