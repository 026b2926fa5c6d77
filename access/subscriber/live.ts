import type { TopUp } from "../quota/top-up.ts";
import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import type { Subscriber } from "./subscriber.ts";

/** What the hot path knows of a person. */
export type LiveSubscriber = {
  readonly planId: number;
  /** epoch ms */
  readonly planSince: number;
  readonly status: "active" | "blocked";
  readonly topUps: readonly TopUp[];
};

/** Hash fields of a person, as `keys.subscriber` describes them. */
const subscriberFields = (subscriber: Subscriber, topUps: readonly TopUp[]): string[] => [
  "plan",
  String(subscriber.planId),
  "since",
  String(subscriber.planSince),
  "status",
  subscriber.status,
  "anchor",
  String(subscriber.anchorDay),
  "top",
  topUps.length === 0 ? "" : JSON.stringify(topUps),
];

/** Reads a person from the values `plan, since, status, top` of the hash; `undefined` when the hash is not there. */
export const liveSubscriber = (
  values: readonly (string | null | undefined)[],
): LiveSubscriber | undefined => {
  const [plan, since, status, top] = values;
  if (!plan) return undefined;
  return {
    planId: Number(plan),
    planSince: Number(since),
    status: status === "blocked" ? "blocked" : "active",
    topUps: top ? (JSON.parse(top) as TopUp[]) : [],
  };
};

/** Puts a person into Redis as PostgreSQL has them. */
export const putSubscriber = async (
  redis: RedisClient,
  subscriber: Subscriber,
  topUps: readonly TopUp[],
): Promise<void> => {
  await redis.hset(
    keys.subscriber(tagOf(subscriber.id), subscriber.id),
    ...subscriberFields(subscriber, topUps),
  );
};
