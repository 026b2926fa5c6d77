import type { Knex } from "knex";
import { isThingAccount } from "#access/device/thing";
import { instant } from "#access/postgres/instant";
import { type NewTrace, storeTraces } from "#access/trace/store";
import { lastSessions, lastUsage } from "./collapse.ts";
import type { Entry } from "./entry.ts";

type Value = string | number | null;

/** Rows as one array for each column, as `unnest` takes them; knex's type knows no null inside an array, pg does. */
const columns = <Row>(
  rows: readonly Row[],
  ...readers: readonly ((row: Row) => Value)[]
): Knex.RawBinding[] => readers.map((read) => rows.map(read) as string[]);

const at = (instantMs: number | null): string | null => (instantMs === null ? null : instant(instantMs));

const storeSessions = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const sessions = lastSessions(entries);
  if (sessions.length === 0) return;
  await transaction.raw(
    `insert into sessions as s (subscriber_id, id, started_at, nas_id, site_id, plan_id, mac, login_id, nas_session_id,
        framed_ip, framed_ipv6, framed_ipv6_prefix, framed_interface_id, up, down, seconds, profile, last_report_at, ended_at, end_cause, marks)
     select * from unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[], ?::macaddr[],
        ?::text[], ?::text[], ?::inet[], ?::inet[], ?::cidr[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
        ?::timestamptz[],
        ?::timestamptz[], ?::text[], ?::jsonb[])
     on conflict (subscriber_id, id, started_at) do update set
        nas_session_id = excluded.nas_session_id, framed_ip = excluded.framed_ip,
        framed_ipv6 = coalesce(excluded.framed_ipv6, s.framed_ipv6),
        framed_ipv6_prefix = coalesce(excluded.framed_ipv6_prefix, s.framed_ipv6_prefix),
        framed_interface_id = coalesce(excluded.framed_interface_id, s.framed_interface_id),
        up = greatest(s.up, excluded.up), down = greatest(s.down, excluded.down),
        seconds = greatest(s.seconds, excluded.seconds), profile = excluded.profile,
        last_report_at = greatest(s.last_report_at, excluded.last_report_at),
        ended_at = excluded.ended_at, end_cause = excluded.end_cause, marks = excluded.marks`,
    columns(
      sessions,
      (session) => session.subscriberId,
      (session) => session.id,
      (session) => at(session.startedAt),
      (session) => session.nasId,
      (session) => session.siteId,
      (session) => session.planId,
      (session) => session.mac,
      (session) => session.loginId,
      (session) => session.nasSessionId,
      (session) => session.addresses.v4 || null,
      (session) => session.addresses.v6 || null,
      (session) => session.addresses.prefix || null,
      (session) => session.addresses.interfaceId || null,
      (session) => session.up,
      (session) => session.down,
      (session) => session.seconds,
      (session) => session.profile,
      (session) => at(session.heardAt),
      (session) => at(session.endedAt),
      (session) => session.cause,
      (session) => session.marks,
    ),
  );
};

/** Totals only: storing an entry twice, or an older one after a newer, changes nothing. */
const storeUsage = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const usage = lastUsage(entries);
  if (usage.length === 0) return;
  await transaction.raw(
    `insert into usage as u (subscriber_id, per, starts_at, up, down, seconds)
     select * from unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[])
     on conflict (subscriber_id, per, starts_at) do update set
        up = greatest(u.up, excluded.up), down = greatest(u.down, excluded.down),
        seconds = greatest(u.seconds, excluded.seconds)`,
    columns(
      usage,
      (row) => row.subscriberId,
      (row) => row.per,
      (row) => at(row.startsAt),
      (row) => row.up,
      (row) => row.down,
      (row) => row.seconds,
    ),
  );
};

const REPORTS: ReadonlySet<string> = new Set(["start", "interim", "stop", "stray", "confirm"]);

const storeEvidence = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const reports = entries.filter((entry) => REPORTS.has(entry.kind));
  if (reports.length === 0) return;
  await transaction.raw(
    `insert into ledger (subscriber_id, entry, at, received_at, session_id, nas_id, kind, up, down, seconds,
        said_at, claimed_up, claimed_down, claimed_seconds)
     select * from unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[], ?::text[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[])
     on conflict do nothing`,
    columns(
      reports,
      (entry) => entry.subscriberId ?? 0,
      (entry) => entry.name,
      (entry) => at(entry.eventAt),
      (entry) => at(entry.receivedAt),
      (entry) => entry.sessionId,
      (entry) => entry.nasId,
      (entry) => entry.kind,
      (entry) => entry.up,
      (entry) => entry.down,
      (entry) => entry.seconds,
      (entry) => at(entry.saidAt),
      (entry) => entry.claimed.up,
      (entry) => entry.claimed.down,
      (entry) => entry.claimed.seconds,
    ),
  );
};

/** A thing's login is nobody's sign-in. */
const isLogin = ({ kind, subscriberId }: Entry): boolean =>
  (kind === "open" || kind === "login") && !isThingAccount(subscriberId ?? 0);

const storeLogins = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const logins = entries.filter((entry) => isLogin(entry));
  if (logins.length === 0) return;
  await transaction.raw(
    `insert into attempts (at, step, outcome, subscriber_id, mac, nas_id, site_id, entry)
     select at, 'login', outcome, subscriber_id, mac, nas_id, site_id, entry
       from unnest(?::timestamptz[], ?::text[], ?::bigint[], ?::macaddr[], ?::bigint[], ?::bigint[], ?::text[])
         as login (at, outcome, subscriber_id, mac, nas_id, site_id, entry)
     on conflict (entry) do nothing`,
    columns(
      logins,
      (entry) => at(entry.receivedAt),
      (entry) => (entry.kind === "open" ? "ok" : entry.cause),
      (entry) => entry.subscriberId,
      (entry) => entry.mac,
      (entry) => entry.nasId,
      (entry) => entry.siteId,
      (entry) => entry.name,
    ),
  );
};

/** Login ids of grants: the person had just proved themselves. Who comes by the device's address has another. */
const OF_GRANT = /^w-/;

const provedAt = ({ session, receivedAt }: Entry): string | null =>
  OF_GRANT.test(session?.loginId ?? "") ? instant(receivedAt) : null;

/** A device is a person's once it was let online with them. */
const storeDevices = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const opened = entries.filter((entry) => entry.kind === "open" && isLogin(entry) && entry.mac !== null);
  if (opened.length === 0) return;
  await transaction.raw(
    `insert into devices as d (subscriber_id, mac, first_seen_at, last_seen_at, last_site_id, verified_at)
     select distinct on (subscriber_id, mac) subscriber_id, mac, at, at, site_id,
            max(proved_at) over (partition by subscriber_id, mac)
       from unnest(?::bigint[], ?::macaddr[], ?::timestamptz[], ?::bigint[], ?::timestamptz[])
         as seen (subscriber_id, mac, at, site_id, proved_at)
      order by subscriber_id, mac, at desc
     on conflict (subscriber_id, mac) do update set
        last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at), last_site_id = excluded.last_site_id,
        verified_at = greatest(d.verified_at, excluded.verified_at)`,
    columns(
      opened,
      (entry) => entry.subscriberId,
      (entry) => entry.mac,
      (entry) => at(entry.receivedAt),
      (entry) => entry.siteId,
      provedAt,
    ),
  );
};

/** Sent, acknowledged, seen: what the NAS said it did shows in a later report than what caused it; an end in its Stop. */
const storeSeen = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  const reports = entries.filter((entry) => entry.kind === "interim" || entry.kind === "stop");
  if (reports.length === 0) return;
  await transaction.raw(
    `update authorization_changes c set seen_at = r.at
       from unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::text[]) as r (subscriber_id, session_id, at, kind)
      where c.subscriber_id = r.subscriber_id and c.session_id = r.session_id and c.seen_at is null
        and c.answer = 'acknowledged' and c.sent_at < r.at and (c.wish <> 'end' or r.kind = 'stop')`,
    columns(
      reports,
      (entry) => entry.subscriberId,
      (entry) => entry.sessionId,
      (entry) => at(entry.receivedAt),
      (entry) => entry.kind,
    ),
  );
};

/** The decision an entry carries; an entry without a trace carries none. */
const traceIn = (entry: Entry): NewTrace[] => {
  const { receivedAt, name, kind, cause, sessionId, trace } = entry;
  if (trace === null) return [];
  const outcome = kind === "open" ? "ok" : cause;
  return [{ ...entry, at: receivedAt, entry: name, sessionId: sessionId || null, outcome, trace }];
};

/** Stores a batch of entries, in the order they were written. */
export const storeEntries = async (transaction: Knex, entries: readonly Entry[]): Promise<void> => {
  await storeSessions(transaction, entries);
  await storeUsage(transaction, entries);
  await storeEvidence(transaction, entries);
  await storeLogins(transaction, entries);
  await storeDevices(transaction, entries);
  await storeSeen(transaction, entries);
  await storeTraces(transaction, entries.flatMap(traceIn));
};

/** How far each hash tag is stored; locks what it reads until the transaction ends. */
export const lockPositions = async (
  transaction: Knex,
  tags: readonly number[],
  now: number,
): Promise<Map<number, string>> => {
  await transaction.raw(
    `insert into ledger_positions (tag, position, committed_at)
     select tag, '0-0', :now from unnest(:tags::smallint[]) as tag on conflict do nothing`,
    { tags, now: instant(now) },
  );
  const { rows } = await transaction.raw<{ rows: { tag: number; position: string }[] }>(
    `select tag, position from ledger_positions where tag = any(:tags) order by tag for update`,
    { tags },
  );
  return new Map(rows.map(({ tag, position }) => [tag, position]));
};

/** Notes how far hash tags are stored. */
export const movePositions = async (
  transaction: Knex,
  positions: ReadonlyMap<number, string>,
  now: number,
): Promise<void> => {
  await transaction.raw(
    `update ledger_positions p set position = moved.position, committed_at = ?
       from unnest(?::smallint[], ?::text[]) as moved (tag, position) where p.tag = moved.tag`,
    [instant(now), [...positions.keys()], [...positions.values()]],
  );
};
