import { isThingAccount } from "../device/thing.ts";
import { ledgerOf } from "../ledger/live.ts";
import { letterOf } from "../quota/live.ts";
import type { TopUp } from "../quota/top-up.ts";
import type { PeriodTotal } from "../quota/totals.ts";
import { keys, tagOf } from "../redis/keys.ts";
import { packValues } from "../redis/pack.ts";
import { run, scriptBeside } from "../redis/script.ts";
import { token } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";
import { NOBODY, packedPerson, packedSubscriber } from "../subscriber/live.ts";
import type { Subscriber } from "../subscriber/subscriber.ts";
import { type PackedSession, UNMARKED } from "./packed.ts";
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

const marksOf = ({ marks }: RefillSession): readonly unknown[] =>
  Array.isArray(marks.h) && marks.h.length > 0 ? marks.h : UNMARKED;

const packedSession = (session: RefillSession): PackedSession => [
  session.subscriberId,
  session.nasId,
  session.siteId,
  session.planId,
  session.mac ?? "",
  session.loginId ?? "",
  session.nasSessionId ?? "",
  session.framedIp ?? "",
  session.startedAt,
  session.marks.ev ?? session.startedAt,
  session.lastReportAt,
  session.up,
  session.down,
  session.seconds,
  session.profile,
  session.endedAt ?? 0,
  session.endCause ?? "",
  session.marks.st === "1" ? 1 : 0,
  ...(["", "", 0, 0, 0, 0, 0, ""] as const),
  ...marksOf(session),
];

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

const totals = (usage: readonly UsageRow[]): PeriodTotal[] =>
  usage.map(({ per, startsAt, up, down, seconds }) => [
    letterOf(per),
    Math.floor(startsAt / 1000),
    up,
    down,
    seconds,
  ]);

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
  const person = packedPerson(subscriber ? packedSubscriber(subscriber, topUps) : NOBODY, totals(usage));
  const given = sessions.flatMap((session) => [session.id, packValues(packedSession(session))]);
  await run(
    world.redis,
    REFILL,
    [keys.person(tag, id), keys.online(tag), ...sessions.map((session) => keys.session(tag, session.id))],
    [person, id, world.now() + GRACE_MS, ...given],
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
  const position = await ledgerPosition(world.database, world.redis.isCluster ? tag : 0);
  if (!position) return;
  const [milliseconds = "0"] = position.split("-");
  try {
    await world.redis.xadd(ledgerOf(world.redis, tag), `${BigInt(milliseconds) + 1n}-0`, "k", "continued");
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
