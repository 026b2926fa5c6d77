import type { TopUp } from "../quota/top-up.ts";
import { afterTotals, type PeriodTotal, totalsIn } from "../quota/totals.ts";
import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { packValues, unpackValues } from "../redis/pack.ts";
import type { Subscriber } from "./subscriber.ts";

/** What the hot path knows of a person. */
export type LiveSubscriber = {
  readonly planId: number;
  /** epoch ms */
  readonly planSince: number;
  readonly status: "active" | "blocked";
  readonly topUps: readonly TopUp[];
  /** local day of the month on which the person's monthly periods begin */
  readonly anchorDay: number;
};

/** A person as Redis has them: what they used, and their sessions that are not over. */
export type LivePerson = LiveSubscriber & {
  readonly usage: readonly PeriodTotal[];
  readonly live: readonly { readonly sessionId: string; readonly mac: string }[];
};

type PackedTopUp = readonly [of: TopUp["of"], per: TopUp["per"], periodStartsAt: number, amount: number];

/** The first five values of what Redis keeps of a person, as `packValues` packs it. */
export type PackedSubscriber = readonly [
  planId: number,
  planSince: number,
  status: string,
  anchorDay: number,
  topUps: readonly PackedTopUp[],
];

/** Somebody without a plan: a thing has sessions without being a person. */
export const NOBODY: PackedSubscriber = [0, 0, "active", 1, []];

/** A subscriber's values. */
export const packedSubscriber = (
  { planId, planSince, status, anchorDay }: Subscriber,
  topUps: readonly TopUp[],
): PackedSubscriber => [
  planId,
  planSince,
  status,
  anchorDay,
  topUps.map(({ of, per, periodStartsAt, amount }) => [of, per, periodStartsAt, amount]),
];

/** What Redis keeps of a person who is nowhere online: a subscriber's values, how many period totals, and these. */
export const packedPerson = (subscriber: PackedSubscriber, usage: readonly PeriodTotal[]): Buffer =>
  packValues([...subscriber, usage.length, ...usage.flat()]);

const NO_TOP_UPS: readonly TopUp[] = [];

/** Reads a subscriber's values, the first of which stands at `at`; `undefined` for nobody. */
export const liveSubscriber = (values: readonly unknown[], at: number): LiveSubscriber | undefined => {
  if (values[at] === 0) return undefined;
  const topUps = values[at + 4] as readonly PackedTopUp[];
  return {
    planId: values[at] as number,
    planSince: values[at + 1] as number,
    status: values[at + 2] === "blocked" ? "blocked" : "active",
    anchorDay: values[at + 3] as number,
    topUps:
      topUps.length === 0
        ? NO_TOP_UPS
        : topUps.map(([of, per, periodStartsAt, amount]) => ({ of, per, periodStartsAt, amount })),
  };
};

const sessionsIn = (values: readonly unknown[]): LivePerson["live"] => {
  const live: LivePerson["live"][number][] = [];
  for (let at = afterTotals(values); at < values.length; at += 2)
    live.push({ sessionId: values[at] as string, mac: values[at + 1] as string });
  return live;
};

/** Reads what Redis keeps of a person; `undefined` for nobody. */
export const personIn = (packed: Uint8Array): LivePerson | undefined => {
  const values = unpackValues(packed);
  const subscriber = liveSubscriber(values, 0);
  return subscriber && { ...subscriber, usage: totalsIn(values), live: sessionsIn(values) };
};

/** A person as Redis has them; `undefined` when it has nobody of this id. */
export const readPerson = async (
  redis: RedisClient,
  subscriberId: number,
): Promise<LivePerson | undefined> => {
  const packed = await redis.getBuffer(keys.person(tagOf(subscriberId), subscriberId));
  return packed ? personIn(packed) : undefined;
};

/** Sessions of an account that are not known to be over: a person's, or a thing's. */
export const listedSessions = async (
  redis: RedisClient,
  subscriberId: number,
): Promise<LivePerson["live"]> => {
  const packed = await redis.getBuffer(keys.person(tagOf(subscriberId), subscriberId));
  return packed ? sessionsIn(unpackValues(packed)) : [];
};
