import type { LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import { bigints, instants, macs, octets, texts } from "#access/postgres/columns";
import { type Connection, NO_WRITE, type Statement, type Write, writing } from "#access/postgres/connection";
import { readAddresses } from "#access/session/addresses";
import { type Memory, memoryOf } from "./memory.ts";
import type { Page } from "./page.ts";
import { lastStates, marksOf } from "./session-rows.ts";

/** What is known to be stored of a session that goes on, of all that reports seldom change. */
type Known = {
  readonly subscriberId: number;
  readonly startedAt: number;
  readonly nasSessionId: string;
  readonly address: string;
  readonly profile: string;
  readonly cause: string;
};

/** Sessions known to be stored, by their ids: what goes on in them needs only their counters changed. */
export type KnownSessions = Memory<Known>;

/** About 25 MB where it is full. */
const KNOWN = 50_000;

export const knownSessions = (): KnownSessions => memoryOf(KNOWN);

const INSERT: Statement = {
  name: "sessions-insert",
  text: `insert into sessions as s (subscriber_id, id, started_at, nas_id, site_id, plan_id, mac, login_id,
      nas_session_id, framed_ip, framed_ipv6, framed_ipv6_prefix, framed_interface_id, up, down, seconds, profile,
      last_report_at, ended_at, end_cause, marks)
    select unnest($1::bigint[]), unnest($2::text[]), unnest($3::timestamptz[]), unnest($4::bigint[]),
      unnest($5::bigint[]), unnest($6::bigint[]), unnest($7::macaddr[]), unnest($8::text[]), unnest($9::text[]),
      unnest($10::text[])::inet, unnest($11::text[])::inet, unnest($12::text[])::cidr, unnest($13::text[]),
      unnest($14::bigint[]), unnest($15::bigint[]), unnest($16::bigint[]), unnest($17::text[]),
      unnest($18::timestamptz[]), unnest($19::timestamptz[]), unnest($20::text[]), unnest($21::bytea[])
    on conflict (subscriber_id, id, started_at) do update set
      nas_session_id = excluded.nas_session_id, framed_ip = excluded.framed_ip,
      framed_ipv6 = coalesce(excluded.framed_ipv6, s.framed_ipv6),
      framed_ipv6_prefix = coalesce(excluded.framed_ipv6_prefix, s.framed_ipv6_prefix),
      framed_interface_id = coalesce(excluded.framed_interface_id, s.framed_interface_id),
      up = greatest(s.up, excluded.up), down = greatest(s.down, excluded.down),
      seconds = greatest(s.seconds, excluded.seconds), profile = excluded.profile,
      last_report_at = greatest(s.last_report_at, excluded.last_report_at),
      ended_at = excluded.ended_at, end_cause = excluded.end_cause, marks = excluded.marks`,
};

/** All of them, whether they were stored before or not. */
const insert = (records: readonly LedgerRecord[]): Write => {
  if (records.length === 0) return NO_WRITE;
  const addresses = records.map((record) => readAddresses(record[AT.address]));
  return writing(INSERT, [
    bigints(records, (record) => record[AT.subscriberId]),
    texts(records, (record) => record[AT.sessionId]),
    instants(records, (record) => record[AT.startedAt]),
    bigints(records, (record) => record[AT.nasId]),
    bigints(records, (record) => record[AT.siteId]),
    bigints(records, (record) => record[AT.planId]),
    macs(records, (record) => record[AT.mac]),
    texts(records, (record) => record[AT.loginId] || null),
    texts(records, (record) => record[AT.nasSessionId] || null),
    texts(addresses, ({ v4 }) => v4 || null),
    texts(addresses, ({ v6 }) => v6 || null),
    texts(addresses, ({ prefix }) => prefix || null),
    texts(addresses, ({ interfaceId }) => interfaceId || null),
    bigints(records, (record) => record[AT.up]),
    bigints(records, (record) => record[AT.down]),
    bigints(records, (record) => record[AT.seconds]),
    texts(records, (record) => record[AT.profile] || "full"),
    instants(records, (record) => record[AT.receivedAt]),
    instants(records, (record) => record[AT.endedAt] || null),
    texts(records, (record) => record[AT.cause] || null),
    octets(records, marksOf),
  ]);
};

const GO_ON: Statement = {
  name: "sessions-go-on",
  text: `update sessions s set up = greatest(s.up, r.up), down = greatest(s.down, r.down),
      seconds = greatest(s.seconds, r.seconds), last_report_at = greatest(s.last_report_at, r.last_report_at),
      marks = r.marks
    from (select unnest($1::bigint[]) as subscriber_id, unnest($2::text[]) as id, unnest($3::timestamptz[]) as started_at,
            unnest($4::bigint[]) as up, unnest($5::bigint[]) as down, unnest($6::bigint[]) as seconds,
            unnest($7::timestamptz[]) as last_report_at, unnest($8::bytea[]) as marks) r
    where s.subscriber_id = r.subscriber_id and s.id = r.id and s.started_at = r.started_at`,
};

const goingOnValues = (records: readonly LedgerRecord[]): Buffer[] => [
  bigints(records, (record) => record[AT.subscriberId]),
  texts(records, (record) => record[AT.sessionId]),
  instants(records, (record) => record[AT.startedAt]),
  bigints(records, (record) => record[AT.up]),
  bigints(records, (record) => record[AT.down]),
  bigints(records, (record) => record[AT.seconds]),
  instants(records, (record) => record[AT.receivedAt]),
  octets(records, marksOf),
];

/** Only what every report changes. @returns whether all of them were there */
const goOn = (records: readonly LedgerRecord[]): ((connection: Connection) => Promise<boolean>) => {
  const count = records.length;
  if (count === 0) return async () => true;
  const values = goingOnValues(records);
  return async (connection) => (await connection.ask(GO_ON, values)).count === count;
};

const isAsKnown = (known: Known | undefined, record: LedgerRecord): boolean =>
  known !== undefined &&
  record[AT.endedAt] === 0 &&
  known.subscriberId === record[AT.subscriberId] &&
  known.startedAt === record[AT.startedAt] &&
  known.nasSessionId === record[AT.nasSessionId] &&
  known.address === record[AT.address] &&
  known.profile === record[AT.profile] &&
  known.cause === record[AT.cause];

/** Of a session that ended nothing more is expected. */
const remember = (known: KnownSessions, record: LedgerRecord): void => {
  if (record[AT.endedAt] !== 0) {
    known.delete(record[AT.sessionId]);
    return;
  }
  known.set(record[AT.sessionId], {
    subscriberId: record[AT.subscriberId],
    startedAt: record[AT.startedAt],
    nasSessionId: record[AT.nasSessionId],
    address: record[AT.address],
    profile: record[AT.profile],
    cause: record[AT.cause],
  });
};

/**
 * Stores the last state of every session in pages; what was known of them holds once that is committed.
 *
 * @param again  reads the pages once more
 */
export const storeSessions = (
  pages: readonly Page[],
  known: KnownSessions,
  again: () => readonly Page[],
): Write => {
  const going: LedgerRecord[] = [];
  const changed: LedgerRecord[] = [];
  for (const record of lastStates(pages))
    (isAsKnown(known.get(record[AT.sessionId]), record) ? going : changed).push(record);
  for (const record of changed) remember(known, record);
  const [areGoingOn, writeChanged] = [goOn(going), insert(changed)];
  return async (connection) => {
    // One that is stored no more (its month was let go of) is stored again, with all the rest.
    const write = (await areGoingOn(connection)) ? writeChanged : insert(lastStates(again()));
    await write(connection);
  };
};
