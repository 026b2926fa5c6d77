import type { Knex } from "knex";

/** The ledger as pages, what a day used in one row, a login in one row. See docs/decisions/0009. */
export const name = "0007-pages";

/** Reports that were not plain: what staff look for, each by itself. */
const DOUBTS = `
  create table reports_in_doubt (
    entry text primary key,
    subscriber_id bigint not null,
    session_id text not null,
    nas_id bigint not null,
    kind text not null,
    at timestamptz not null,
    received_at timestamptz not null,
    up bigint not null,
    down bigint not null,
    seconds bigint not null,
    said_at timestamptz,
    claimed_up bigint,
    claimed_down bigint,
    claimed_seconds bigint
  );
  comment on table reports_in_doubt is 'reports of nobody''s session, or of which something was not believed, and what staff confirmed';
  comment on column reports_in_doubt.entry is 'stream, entry and place in its page';
  comment on column reports_in_doubt.said_at is 'Event-Timestamp of a NAS whose clock was not believed';
  comment on column reports_in_doubt.claimed_up is 'raw counter of a report that was not charged, since it cannot be true';
  create index reports_in_doubt_by_time on reports_in_doubt (received_at);
  create index reports_in_doubt_by_session on reports_in_doubt (subscriber_id, session_id);

  insert into reports_in_doubt (entry, subscriber_id, session_id, nas_id, kind, at, received_at, up, down, seconds,
      said_at, claimed_up, claimed_down, claimed_seconds)
  select entry, subscriber_id, session_id, nas_id, kind, at, received_at, up, down, seconds,
         said_at, claimed_up, claimed_down, claimed_seconds
    from ledger
   where kind in ('stray', 'confirm') or coalesce(said_at::text, claimed_up::text, claimed_down::text, claimed_seconds::text) is not null
  on conflict do nothing;`;

/** Evidence that was kept in rows stays so, under a name that says it; where there is none, its tables go. */
const SET_ASIDE = `
  do $$
  declare part text;
  begin
    drop index ledger_quarantined;
    if not exists (select from ledger) then
      drop table ledger;
      return;
    end if;
    for part in select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
                 where inhparent = 'ledger'::regclass loop
      execute format('alter table %I rename to %I', part, replace(part, 'ledger_', 'ledger_rows_'));
    end loop;
    alter table ledger rename to ledger_rows;
    alter index ledger_pkey rename to ledger_rows_pkey;
    comment on table ledger_rows is 'reports from before the ledger was kept as pages';
  end $$;`;

const PAGES = `
  create table ledger (
    stream smallint not null,
    entry text not null,
    received_at timestamptz not null,
    last_received_at timestamptz not null,
    page bytea not null,
    primary key (stream, received_at, entry)
  ) partition by range (received_at);
  -- what is nearly random numbers is not tried to be made smaller
  alter table ledger alter column page set storage external;
  comment on table ledger is 'what was reported, as the stream carried it: evidence (access/ledger/store.ts reads it)';
  comment on column ledger.stream is 'hash tag of the stream; 0 has everybody where Redis is no cluster';
  comment on column ledger.received_at is 'when the first report of the page came, and the last';
  comment on column ledger.page is 'MessagePack, a list of records (access/ledger/entry.ts)';
  create table ledger_other partition of ledger default;

  create table ledger_turns (
    single boolean primary key default true check (single),
    turns bigint not null
  );
  comment on table ledger_turns is 'how often something was stored from the ledger; who stores holds its one row';
  insert into ledger_turns (turns) values (0);`;

const USAGE = `
  alter table usage rename to usage_periods;
  create table usage_days (
    subscriber_id bigint not null,
    day_at timestamptz not null,
    up bigint not null,
    down bigint not null,
    seconds bigint not null,
    week_at timestamptz,
    week_up bigint,
    week_down bigint,
    week_seconds bigint,
    month_at timestamptz,
    month_up bigint,
    month_down bigint,
    month_seconds bigint,
    once_at timestamptz not null default 'epoch',
    once_up bigint not null default 0,
    once_down bigint not null default 0,
    once_seconds bigint not null default 0,
    primary key (subscriber_id, day_at, once_at)
  ) with (fillfactor = 75);
  comment on table usage_days is 'what a person used in a local day, and what its week, month and plan had come to by then';
  comment on column usage_days.once_at is 'when the person got the plan; a day on which they got another has a row for each';
  create index usage_days_by_day on usage_days (day_at);

  insert into usage_days
  select p.subscriber_id, p.starts_at,
         coalesce(max(p.up) filter (where per = 'day'), 0), coalesce(max(p.down) filter (where per = 'day'), 0),
         coalesce(max(p.seconds) filter (where per = 'day'), 0),
         max(p.starts_at) filter (where per = 'week'), max(p.up) filter (where per = 'week'),
         max(p.down) filter (where per = 'week'), max(p.seconds) filter (where per = 'week'),
         max(p.starts_at) filter (where per = 'month'), max(p.up) filter (where per = 'month'),
         max(p.down) filter (where per = 'month'), max(p.seconds) filter (where per = 'month'),
         coalesce(max(o.starts_at), 'epoch'), coalesce(max(o.up), 0), coalesce(max(o.down), 0), coalesce(max(o.seconds), 0)
    from usage_periods p
         left join lateral (select starts_at, up, down, seconds from usage_periods o
           where o.subscriber_id = p.subscriber_id and o.per = 'once' order by starts_at desc limit 1) o on true
   where per <> 'once'
   group by p.subscriber_id, p.starts_at;
  insert into usage_days (subscriber_id, day_at, up, down, seconds, once_at, once_up, once_down, once_seconds)
  select subscriber_id, starts_at, 0, 0, 0, starts_at, up, down, seconds from usage_periods where per = 'once'
  on conflict do nothing;
  drop table usage_periods;

  create view usage as
    select subscriber_id, period.per, period.starts_at, max(period.up) as up, max(period.down) as down,
           max(period.seconds) as seconds
      from usage_days d, lateral (values ('day', day_at, d.up, d.down, d.seconds),
             ('week', week_at, week_up, week_down, week_seconds),
             ('month', month_at, month_up, month_down, month_seconds),
             ('once', once_at, once_up, once_down, once_seconds)) as period (per, starts_at, up, down, seconds)
     where period.starts_at is not null
     group by subscriber_id, period.per, period.starts_at;
  comment on view usage is 'what a person used in a day, week, month and since they got their plan: the greatest that any day says';`;

const SESSIONS = `
  alter table sessions alter column marks drop default;
  alter table sessions alter column marks type bytea using convert_to(marks::text, 'UTF8');
  alter table sessions alter column marks set default '';
  comment on column sessions.marks is 'what Redis is filled again from: MessagePack (access/session/kept-marks.ts)';
  drop index sessions_open;
  drop index sessions_by_mac;
  drop index sessions_by_start;
  create index sessions_open on sessions (nas_id, mac) where ended_at is null;
  create index sessions_by_start on sessions using brin (started_at);
  do $$
  declare part regclass;
  begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'sessions'::regclass loop
      execute format('alter table %s set (fillfactor = 75)', part);
    end loop;
  end $$;`;

/** Accounts from here on are things' (access/device/thing.ts). */
const THINGS = "140737488355328";

const LOGINS = `
  delete from attempts where step = 'login' and entry in (select entry from traces);
  alter table attempts drop column entry;

  alter table traces drop constraint traces_pkey;
  alter table traces alter column trace type text using trace::text;
  comment on column traces.entry is 'stream, entry and place in its page: which record of the ledger stream it is';
  drop index traces_by_subscriber;
  drop index traces_by_mac;
  create index traces_by_subscriber on traces (subscriber_id, at) include (outcome);
  -- who was let in has the device among their devices; only the others are looked for by the device alone
  create index traces_by_mac on traces (mac, at) where outcome <> 'ok' or subscriber_id >= ${THINGS};

  create index devices_revoked on devices (revoked_at) where revoked_at is not null;
  create index authorization_changes_unseen on authorization_changes (sent_at)
    where seen_at is null and answer = 'acknowledged';`;

export const up = async (database: Knex): Promise<void> => {
  for (const part of [DOUBTS, SET_ASIDE, PAGES, USAGE, SESSIONS, LOGINS]) await database.raw(part);
};
