import { isThingAccount } from "../device/thing.ts";
import { usageField, usedText } from "../quota/live.ts";
import type { TopUp } from "../quota/top-up.ts";
import { keys, tagOf } from "../redis/keys.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { token } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";
import { putSubscriber } from "../subscriber/live.ts";
import type { Subscriber } from "../subscriber/subscriber.ts";
import {
  ledgerPosition,
  type RefillSession,
  recentSubscribersOfTag,
  sessionsToRefill,
  subscribersToRefill,
  topUpsToRefill,
  type UsageRow,
  usageToRefill,
} from "./refill-store.ts";

const REFILL = scriptBeside(import.meta.url, "./refill.lua");

/** Usage periods that began longer ago than this no longer count for anything. */
const DAY_MS = 86_400_000;
const REMEMBERED_MS = 70 * DAY_MS;
/** A refilled session has this long to report before it counts as silent. */
const GRACE_MS = 15 * 60_000;
const AT_ONCE = 500;

const sessionValues = (session: RefillSession): string[] => {
  const hash: Record<string, string | number | null> = {
    b: session.subscriberId,
    n: session.nasId,
    i: session.siteId,
    p: session.planId,
    m: session.mac,
    l: session.loginId,
    a: session.nasSessionId,
    f: session.framedIp,
    t: session.startedAt,
    ev: session.marks.ev ?? session.startedAt,
    at: session.lastReportAt,
    u: session.up,
    d: session.down,
    c: session.seconds,
    o: session.profile,
    x: session.endedAt,
    z: session.endCause,
    h: session.marks.h ? JSON.stringify(session.marks.h) : "",
    st: session.marks.st ?? "0",
  };
  return Object.entries(hash).flatMap(([field, value]) => [field, value === null ? "" : String(value)]);
};

const byPerson = <Row extends { readonly subscriberId: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, Row[]> => {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.subscriberId);
    if (group) group.push(row);
    else groups.set(row.subscriberId, [row]);
  }
  return groups;
};

const counters = (usage: readonly UsageRow[]): string[] =>
  usage.flatMap((row) => [usageField(row.per, row.startsAt), usedText(row)]);

type Person = {
  id: number;
  /** a thing has sessions without being a person */
  subscriber: Subscriber | undefined;
  topUps: readonly TopUp[];
  usage: readonly UsageRow[];
  sessions: readonly RefillSession[];
};

const put = async (world: World, { id, subscriber, topUps, usage, sessions }: Person): Promise<void> => {
  const tag = tagOf(id);
  const values = counters(usage);
  if (subscriber) await putSubscriber(world.redis, subscriber, topUps);
  await run(
    world.redis,
    REFILL,
    [
      keys.usage(tag, id),
      keys.live(tag, id),
      keys.online(tag),
      ...sessions.map((session) => keys.session(tag, session.id)),
    ],
    [
      id,
      values.length / 2,
      ...values,
      ...sessions.flatMap((session) => {
        const fields = sessionValues(session);
        return [session.id, session.endedAt ?? "", world.now() + GRACE_MS, fields.length, ...fields];
      }),
    ],
  );
};

/**
 * Puts people, what they used and their sessions of the last day into Redis, as PostgreSQL has them. What Redis
 * already counted further is left as it is.
 */
export const refill = async (world: World, subscriberIds: readonly number[]): Promise<void> => {
  const since = world.now() - REMEMBERED_MS;
  const [subscribers, topUps, usage, sessions] = await Promise.all([
    subscribersToRefill(world.database, subscriberIds),
    topUpsToRefill(world.database, subscriberIds, since),
    usageToRefill(world.database, subscriberIds, since),
    sessionsToRefill(world.database, subscriberIds, world.now() - DAY_MS),
  ]);
  const [topUpsOf, usageOf, sessionsOf] = [byPerson(topUps), byPerson(usage), byPerson(sessions)];
  const people = new Map(subscribers.map((subscriber) => [subscriber.id, subscriber]));
  await Promise.all(
    subscriberIds
      .filter((id) => people.has(id) || isThingAccount(id))
      .map((id) =>
        put(world, {
          id,
          subscriber: people.get(id),
          topUps: (topUpsOf.get(id) ?? []).map(({ of, per, periodStartsAt, amount }) => ({
            of,
            per,
            periodStartsAt,
            amount,
          })),
          usage: usageOf.get(id) ?? [],
          sessions: sessionsOf.get(id) ?? [],
        }),
      ),
  );
};

/** Makes new ledger entries get ids after everything PostgreSQL has committed, whatever Redis's clock says. */
const continueLedger = async (world: World, tag: number): Promise<void> => {
  const position = await ledgerPosition(world.database, tag);
  if (!position) return;
  const [milliseconds = "0"] = position.split("-");
  try {
    await world.redis.xadd(keys.ledger(tag), `${BigInt(milliseconds) + 1n}-0`, "k", "continued");
  } catch (fault) {
    // The stream is already further than that.
    if (!(fault instanceof Error && fault.message.includes("equal or smaller"))) throw fault;
  }
};

/** Fills one hash tag of an empty Redis from PostgreSQL and marks it ready. Two that do it at once do no harm. */
const refillTag = async (world: World, tag: number): Promise<void> => {
  const people = await recentSubscribersOfTag(world.database, tag, world.now() - REMEMBERED_MS);
  for (let from = 0; from < people.length; from += AT_ONCE)
    await refill(world, people.slice(from, from + AT_ONCE));
  await continueLedger(world, tag);
  await world.redis.set(keys.ready(tag), token(16), "NX");
};

const filling = new WeakMap<World, Map<number, Promise<void>>>();

/** Fills one hash tag unless that is under way already. */
export const makeReady = (world: World, tag: number): Promise<void> => {
  const underWay = filling.get(world) ?? new Map<number, Promise<void>>();
  filling.set(world, underWay);
  const known = underWay.get(tag);
  if (known) return known;
  const work = refillTag(world, tag).finally(() => underWay.delete(tag));
  underWay.set(tag, work);
  return work;
};
