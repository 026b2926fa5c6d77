import type { TopUp } from "../quota/top-up.ts";
import { type PeriodTotal, readTotals } from "../quota/totals.ts";
import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { packing, type Writer } from "../redis/pack.ts";
import { type Reader, unpacking } from "../redis/unpack.ts";
import { isVersion, newVersion } from "../redis/version.ts";
import { Failure } from "../runtime/failure.ts";
import type { Subscriber } from "./subscriber.ts";

/** What the hot path knows of a person. */
export type LiveSubscriber = {
  /** 0 for nobody: a thing has sessions without being a person */
  readonly planId: number;
  /** epoch ms */
  readonly planSince: number;
  readonly status: "active" | "blocked";
  readonly topUps: readonly TopUp[];
  /** local day of the month on which the person's monthly periods begin */
  readonly anchorDay: number;
};

/** A session that is not known to be over, and its device. */
export type Listed = { readonly sessionId: string; readonly mac: string };

/** A person, or nobody, as Redis has them: what they used, and their sessions that are not over. */
export type LivePerson = LiveSubscriber & {
  /** of what was read (`access/redis/version.ts`) */
  readonly version: number;
  readonly usage: readonly PeriodTotal[];
  readonly live: readonly Listed[];
};

type PackedTopUp = readonly [of: TopUp["of"], per: TopUp["per"], periodStartsAt: number, amount: number];

/** Who is no person, with nothing used and no session. */
export const NOBODY: LivePerson = {
  version: 0,
  planId: 0,
  planSince: 0,
  status: "active",
  topUps: [],
  anchorDay: 1,
  usage: [],
  live: [],
};

/** What Redis is to know of a subscriber who is nowhere online. */
export const livePerson = (
  { planId, planSince, status, anchorDay }: Subscriber,
  topUps: readonly TopUp[],
  usage: readonly PeriodTotal[],
): LivePerson => ({ version: 0, planId, planSince, status, topUps, anchorDay, usage, live: [] });

/** A person with other totals and sessions. */
export const personWith = (
  { planId, planSince, status, topUps, anchorDay }: LivePerson,
  version: number,
  usage: readonly PeriodTotal[],
  live: readonly Listed[],
): LivePerson => ({ version, planId, planSince, status, topUps, anchorDay, usage, live });

/**
 * Writes a person as Redis keeps them, value behind value: version, the subscriber's, how many period totals there are,
 * these, then id and device of each session. Without names: thousands are written a second.
 */
export const writePerson = (to: Writer, person: LivePerson): void => {
  to.number(person.version);
  to.number(person.planId);
  to.number(person.planSince);
  to.text(person.status);
  to.number(person.anchorDay);
  to.value(person.topUps.map(({ of, per, periodStartsAt, amount }) => [of, per, periodStartsAt, amount]));
  to.number(person.usage.length);
  for (const [letter, start, up, down, seconds] of person.usage) {
    to.text(letter);
    to.number(start);
    to.number(up);
    to.number(down);
    to.number(seconds);
  }
  for (const { sessionId, mac } of person.live) {
    to.text(sessionId);
    to.text(mac);
  }
};

/** A person as Redis keeps them, of a version of their own. */
export const packedPerson = (person: LivePerson): Buffer =>
  packing((to) => writePerson(to, { ...person, version: newVersion() }));

const NO_TOP_UPS: readonly TopUp[] = [];

const topUpsIn = (packed: readonly PackedTopUp[]): readonly TopUp[] =>
  packed.length === 0
    ? NO_TOP_UPS
    : packed.map(([of, per, periodStartsAt, amount]) => ({ of, per, periodStartsAt, amount }));

const readLive = (from: Reader): Listed[] => {
  const live: Listed[] = [];
  while (!from.isEnd()) live.push({ sessionId: from.text(), mac: from.text() });
  return live;
};

const readAccount = (from: Reader): LivePerson => {
  const version = from.number();
  if (!isVersion(version)) throw new RangeError("no version");
  const planId = from.number();
  const planSince = from.number();
  const status = from.text() === "blocked" ? "blocked" : "active";
  const anchorDay = from.number();
  const topUps = topUpsIn(from.value() as readonly PackedTopUp[]);
  const usage = readTotals(from, from.number());
  return { version, planId, planSince, status, topUps, anchorDay, usage, live: readLive(from) };
};

/** Reads what Redis keeps of a person, or of nobody. @throws Failure `person_unreadable` where nobody of ours wrote it */
export const accountIn = (packed: Buffer): LivePerson => {
  try {
    return unpacking(packed, readAccount);
  } catch (cause) {
    throw new Failure("person_unreadable", {}, { cause });
  }
};

/** Reads what Redis keeps of a person; `undefined` for nobody. */
export const personIn = (packed: Buffer): LivePerson | undefined => {
  const account = accountIn(packed);
  return account.planId === 0 ? undefined : account;
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
): Promise<readonly Listed[]> => {
  const packed = await redis.getBuffer(keys.person(tagOf(subscriberId), subscriberId));
  return packed ? accountIn(packed).live : [];
};
