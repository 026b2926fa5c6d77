import { isThingAccount } from "../device/thing.ts";
import { ledgerOf } from "../ledger/live.ts";
import { letterOf } from "../quota/live.ts";
import type { PeriodTotal } from "../quota/totals.ts";
import { allTags, keys, tagOf } from "../redis/keys.ts";
import { Failure } from "../runtime/failure.ts";
import { token } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";
import { type LivePerson, livePerson, NOBODY } from "../subscriber/live.ts";
import type { Change } from "./change.ts";
import { commit } from "./commit.ts";
import { fillPerson, fillSession, NO_SESSION, stateOf } from "./filling.ts";
import { listedWith } from "./listed.ts";
import {
  atOneInstant,
  ledgerPosition,
  type RefillSession,
  recentSubscribersOfTag,
  sessionsToRefill,
  subscribersToRefill,
  topUpsToRefill,
  type UsageRow,
  usageToRefill,
} from "./refill-store.ts";
import { UNREADABLE } from "./unreadable.ts";

/** Usage periods that began longer ago than this no longer count for anything. */
const DAY_MS = 86_400_000;
const REMEMBERED_MS = 70 * DAY_MS;
/** A refilled session has this long to report before it counts as silent. */
export const GRACE_MS = 15 * 60_000;
const AT_ONCE = 500;
/** People written in one call: more would keep Redis from others for too long. */
const IN_A_CALL = 64;

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

/** One person, or thing, as PostgreSQL had them at one instant, with all of theirs. */
export type Stored = {
  readonly id: number;
  readonly person: LivePerson;
  readonly sessions: readonly RefillSession[];
};

/**
 * What puts a person there: the sessions first, then the person, since nothing is counted of whom Redis has not. Whoever is
 * there has each session counted in their totals, before and after each of these.
 */
const changesFor = ({ id, person, sessions }: Stored, at: number): Change<void>[] => {
  const states = sessions.map((session) => ({
    ...{ subscriberId: id, sessionId: session.id, usage: person.usage },
    state: stateOf(session, at + GRACE_MS),
  }));
  const live = states
    .filter(({ state }) => state.endedAt === 0)
    .reduce<LivePerson["live"]>(
      (listed, { sessionId, state: { mac } }) => listedWith(listed, { sessionId, mac }, true),
      [],
    );
  return [
    ...states.map(
      (stored): Change<void> => ({
        subscriberId: id,
        sessionId: stored.sessionId,
        decide: (kept, version) => fillSession(kept, stored, { version, at }),
      }),
    ),
    {
      subscriberId: id,
      sessionId: NO_SESSION,
      decide: (kept, version) => fillPerson(kept, { ...person, live }, version),
    },
  ];
};

/** On a cluster only one hash tag at a time; what cannot be read stays as it is, and keeps nothing else from being filled. */
const write = async (
  { redis }: World,
  changes: ReadonlyMap<number, readonly Change<void>[]>,
): Promise<void> => {
  const people = [...changes.entries()];
  const groups = redis.isCluster
    ? allTags.map((tag) => people.filter(([id]) => tagOf(id) === tag))
    : [people];
  for (const group of groups)
    for (let from = 0; from < group.length; from += IN_A_CALL) {
      const some = group.slice(from, from + IN_A_CALL).flatMap(([, each]) => each);
      const answers = await commit(redis, some);
      const failed = answers.find((answer) => answer !== undefined && !UNREADABLE.has(answer.reason));
      if (failed) throw new Failure("redis_not_filled", { reason: failed.reason });
    }
};

/**
 * What PostgreSQL has of people at one instant: totals and the sessions that are in them must fit.
 *
 * @param sessionId  a session that is wanted however long ago it ended
 */
export const stored = async (
  { database, now }: World,
  subscriberIds: readonly number[],
  sessionId: string,
): Promise<Stored[]> => {
  const since = now() - REMEMBERED_MS;
  const [subscribers, topUps, usage, sessions] = await atOneInstant(
    database,
    async (instant) =>
      [
        await subscribersToRefill(instant, subscriberIds),
        await topUpsToRefill(instant, subscriberIds, since),
        await usageToRefill(instant, subscriberIds, since),
        await sessionsToRefill(instant, subscriberIds, now() - DAY_MS, sessionId),
      ] as const,
  );
  const [topUpsOf, usageOf, sessionsOf] = [byPerson(topUps), byPerson(usage), byPerson(sessions)];
  const people = new Map(subscribers.map((subscriber) => [subscriber.id, subscriber]));
  return subscriberIds.flatMap((id) => {
    const subscriber = people.get(id);
    if (!subscriber && !isThingAccount(id)) return [];
    const usage = totals(usageOf.get(id) ?? []);
    const person = subscriber ? livePerson(subscriber, topUpsOf.get(id) ?? [], usage) : { ...NOBODY, usage };
    return [{ id, person, sessions: sessionsOf.get(id) ?? [] }];
  });
};

/**
 * Puts people, what they used and their sessions of the last day into Redis, as PostgreSQL has them. What Redis
 * already counted further is left as it is.
 *
 * @param sessionId  a session that is wanted however long ago it ended
 */
export const refill = async (
  world: World,
  subscriberIds: readonly number[],
  sessionId = NO_SESSION,
): Promise<void> => {
  const people = await stored(world, subscriberIds, sessionId);
  await write(world, new Map(people.map((each) => [each.id, changesFor(each, world.now())])));
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
