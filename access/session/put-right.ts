import { recordFault } from "../attempt/faults.ts";
import type { LedgerRecord } from "../ledger/entry.ts";
import { waitingRecords } from "../ledger/live.ts";
import { AT } from "../ledger/record.ts";
import { greaterOf } from "../quota/catch-up.ts";
import type { RedisClient } from "../redis/open.ts";
import type { World } from "../runtime/world.ts";
import type { LivePerson } from "../subscriber/live.ts";
import type { Booking } from "./booking.ts";
import { stateOf } from "./filling.ts";
import { unpackMarks } from "./kept-marks.ts";
import { listedWith } from "./listed.ts";
import { begun, type SessionState } from "./packed.ts";
import { GRACE_MS, type Stored, stored } from "./refill.ts";
import type { RefillSession } from "./refill-store.ts";
import { replacePerson, replaceSession, unreadableOf } from "./replace-live.ts";
import type { SessionRef } from "./ticket.ts";

/** What happened to somebody and may not be in PostgreSQL yet, oldest first. */
const waitingOf = async (redis: RedisClient, subscriberId: number): Promise<LedgerRecord[]> => {
  const records: LedgerRecord[] = [];
  for await (const record of waitingRecords(redis))
    if (record[AT.subscriberId] === subscriberId) records.push(record);
  return records;
};

/** A session as a record of the ledger states it, totals and marks. */
const sessionIn = (record: LedgerRecord): RefillSession => ({
  id: record[AT.sessionId],
  subscriberId: record[AT.subscriberId],
  startedAt: record[AT.startedAt],
  nasId: record[AT.nasId],
  siteId: record[AT.siteId],
  planId: record[AT.planId],
  mac: record[AT.mac],
  loginId: record[AT.loginId],
  nasSessionId: record[AT.nasSessionId],
  framedIp: record[AT.address],
  up: record[AT.up],
  down: record[AT.down],
  seconds: record[AT.seconds],
  profile: record[AT.profile],
  lastReportAt: record[AT.receivedAt],
  endedAt: record[AT.endedAt] || null,
  endCause: record[AT.cause] || null,
  marks: unpackMarks(record[AT.marks]),
});

/** Somebody's sessions by what is kept of them: what waits in the ledger is newer than what PostgreSQL has. */
const sessionsOf = (kept: Stored, waiting: readonly LedgerRecord[]): ReadonlyMap<string, RefillSession> =>
  new Map(
    [...kept.sessions, ...waiting.filter((record) => record[AT.startedAt] > 0).map(sessionIn)].map(
      (session) => [session.id, session],
    ),
  );

/** Somebody with all that was ever said of what they used: what waits in the ledger is in no total of PostgreSQL yet. */
const personOf = (
  { person }: Stored,
  waiting: readonly LedgerRecord[],
  sessions: ReadonlyMap<string, RefillSession>,
): LivePerson => ({
  ...person,
  usage: waiting.reduce((usage, record) => greaterOf(usage, record[AT.usage]), person.usage),
  live: [...sessions.values()]
    .filter(({ endedAt }) => endedAt === null)
    .reduce<LivePerson["live"]>(
      (live, { id, mac }) => listedWith(live, { sessionId: id, mac: mac ?? "" }, true),
      [],
    ),
});

/** A session of which no report was ever answered: that which was, is in the ledger or in PostgreSQL. */
const begunBy = (booking: Booking, planId: number): SessionState => ({
  ...begun(0, { ...booking, planId, profile: "full", requestKey: "" }, booking.startedAt, booking.liveUntil),
  heardAt: booking.receivedAt,
});

/**
 * Puts a person and a session right of whom Redis has what nobody of ours wrote: as the ledger and PostgreSQL have them,
 * which is all that was ever answered. So both are as they were, and the next report is counted as if nothing had been.
 * Nothing is charged: whoever counted the session charged its person in the same write. What stood there is kept aside.
 * Others may do it at once, or have done it; while something cannot be read, nobody counts by it.
 *
 * @param booking  the report by which it was found, if one was
 */
export const putRight = async (world: World, ref: SessionRef, booking?: Booking): Promise<void> => {
  const { redis } = world;
  const { person, session } = await unreadableOf(redis, ref);
  if (!person && !session) return;
  // In this order: what leaves the ledger meanwhile is in PostgreSQL by then.
  const waiting = await waitingOf(redis, ref.subscriberId);
  const [kept] = await stored(world, [ref.subscriberId], ref.sessionId);
  if (!kept) return;
  const sessions = sessionsOf(kept, waiting);
  const known = sessions.get(ref.sessionId);
  const liveUntil = booking?.liveUntil ?? world.now() + GRACE_MS;
  const state = known ? stateOf(known, liveUntil) : booking && begunBy(booking, kept.person.planId);
  const nasId = (state ?? [...sessions.values()].at(-1))?.nasId;
  const tell = (reason: string): void => {
    if (nasId !== undefined) recordFault(world, { nasId, source: "", reason });
  };
  if (session && state && (await replaceSession(redis, ref, session, state))) tell("session-unreadable");
  if (person && (await replacePerson(redis, ref, person, personOf(kept, waiting, sessions))))
    tell("person-unreadable");
};
