import type { Knex } from "knex";

/** The first tables: places, NAS, plans, people, sessions, usage, ledger, staff, audit. */
export const name = "0001-beginnings";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    create table sites (
      id bigint generated always as identity primary key,
      parent_id bigint references sites (id),
      kind text not null check (kind in ('province', 'commune', 'site')),
      code text not null unique,
      name text not null,
      folded text not null,
      zone text,
      latitude double precision,
      longitude double precision,
      demo boolean not null default false,
      created_at timestamptz not null default now(),
      archived_at timestamptz
    );
    comment on column sites.folded is 'name without marks, in lower case, for search';
    comment on column sites.zone is 'IANA time zone; null takes the parent''s';
    create index sites_by_parent on sites (parent_id);

    create table plans (
      id bigint generated always as identity primary key,
      code text not null unique,
      name_vi text not null,
      name_en text not null,
      policy jsonb not null,
      is_default boolean not null default false,
      demo boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      archived_at timestamptz
    );
    create unique index plans_one_default on plans (is_default) where is_default and archived_at is null;

    create table plan_overrides (
      id bigint generated always as identity primary key,
      plan_id bigint not null references plans (id),
      site_id bigint references sites (id),
      starts_at timestamptz,
      ends_at timestamptz,
      policy jsonb not null,
      created_at timestamptz not null default now()
    );

    create table nas (
      id bigint generated always as identity primary key,
      site_id bigint not null references sites (id),
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
      name text not null,
      kind text not null,
      addresses cidr[] not null default '{}',
      nas_identifier text,
      secret_sealed bytea not null,
      previous_secret_sealed bytea,
      previous_secret_until timestamptz,
      portal_secret_sealed bytea,
      portal_url text,
      login_origins text[] not null default '{}',
      coa_address inet,
      coa_port integer not null default 3799 check (coa_port between 1 and 65535),
      viewpoint text not null default 'auto' check (viewpoint in ('nas', 'client', 'auto')),
      message_authenticator text not null default 'require' check (message_authenticator in ('require', 'auto', 'legacy')),
      interim_seconds integer not null default 300 check (interim_seconds between 60 and 86400),
      may_reauthenticate boolean not null default false,
      enabled boolean not null default true,
      demo boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      archived_at timestamptz
    );
    comment on column nas.portal_secret_sealed is 'UAM secret and the like: what signs the redirect to the portal';
    comment on column nas.login_origins is 'scheme://host[:port] (port may be *) the browser may be handed over to';
    create index nas_by_site on nas (site_id);

    create table nas_state (
      nas_id bigint primary key references nas (id),
      last_heard_at timestamptz,
      last_accounting_at timestamptz,
      last_login_at timestamptz
    );
    create table nas_faults (
      nas_id bigint not null,
      source text not null default '',
      day date not null,
      reason text not null,
      count bigint not null,
      last_at timestamptz not null,
      primary key (nas_id, source, day, reason)
    );
    comment on table nas_faults is 'what could not be trusted, by reason; nas_id 0 and the source address for an unknown NAS';

    create table subscribers (
      id bigint generated always as identity primary key,
      plan_id bigint not null references plans (id),
      plan_since timestamptz not null,
      joined_at timestamptz not null,
      anchor_day smallint not null check (anchor_day between 1 and 31),
      status text not null default 'active' check (status in ('active', 'blocked')),
      status_reason text,
      locale text not null default 'vi',
      home_site_id bigint references sites (id)
    );
    comment on column subscribers.anchor_day is 'local day of the month on which monthly periods begin';

    create table identities (
      id bigint generated always as identity primary key,
      subscriber_id bigint not null references subscribers (id),
      kind text not null,
      blind bytea not null,
      sealed bytea not null,
      verified_at timestamptz not null,
      unique (kind, blind)
    );
    create index identities_by_subscriber on identities (subscriber_id);

    create table devices (
      id bigint generated always as identity primary key,
      subscriber_id bigint not null references subscribers (id),
      mac macaddr not null,
      label text,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null,
      last_site_id bigint references sites (id),
      unique (subscriber_id, mac)
    );
    create index devices_by_mac on devices (mac);

    create table top_ups (
      id bigint generated always as identity primary key,
      subscriber_id bigint not null references subscribers (id),
      kind text not null check (kind in ('octets', 'seconds')),
      per text not null check (per in ('day', 'week', 'month', 'once')),
      period_starts_at timestamptz not null,
      amount bigint not null check (amount > 0),
      given_by bigint,
      reason text,
      created_at timestamptz not null
    );
    create index top_ups_by_subscriber on top_ups (subscriber_id, period_starts_at);

    create table terms (
      id bigint generated always as identity primary key,
      version integer not null unique,
      text_vi text not null,
      text_en text not null,
      published_at timestamptz not null
    );
    create table acceptances (
      subscriber_id bigint not null references subscribers (id),
      terms_id bigint not null references terms (id),
      nas_id bigint,
      accepted_at timestamptz not null,
      primary key (subscriber_id, terms_id)
    );

    create table attempts (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      step text not null check (step in ('opened', 'code-sent', 'code', 'grant', 'login')),
      outcome text not null,
      subscriber_id bigint,
      mac macaddr,
      nas_id bigint,
      site_id bigint,
      entry text unique
    );
    comment on column attempts.outcome is '''ok'' or the code of what refused it';
    comment on column attempts.entry is 'tag and stream id of the ledger entry it came by, so that it is stored once';
    create index attempts_by_time on attempts (at);
    create index attempts_by_subscriber on attempts (subscriber_id, at);

    create table sessions (
      subscriber_id bigint not null,
      id text not null,
      started_at timestamptz not null,
      nas_id bigint not null,
      site_id bigint not null,
      plan_id bigint not null,
      mac macaddr,
      login_id text,
      nas_session_id text,
      framed_ip inet,
      up bigint not null default 0,
      down bigint not null default 0,
      seconds bigint not null default 0,
      profile text not null default 'full',
      last_report_at timestamptz not null,
      ended_at timestamptz,
      end_cause text,
      marks jsonb not null default '{}',
      primary key (subscriber_id, id, started_at)
    ) partition by range (started_at);
    comment on column sessions.up is 'octets from the person';
    comment on column sessions.down is 'octets to the person';
    comment on column sessions.marks is 'high-water marks from which Redis is filled again';
    create index sessions_open on sessions (nas_id) where ended_at is null;
    create index sessions_by_start on sessions (started_at);
    create index sessions_by_mac on sessions (mac);
    create table sessions_other partition of sessions default;

    create table usage (
      subscriber_id bigint not null,
      per text not null check (per in ('day', 'week', 'month', 'once')),
      starts_at timestamptz not null,
      up bigint not null,
      down bigint not null,
      seconds bigint not null,
      primary key (subscriber_id, per, starts_at)
    );
    create index usage_by_day on usage (starts_at) where per = 'day';

    create table ledger (
      subscriber_id bigint not null,
      entry text not null,
      at timestamptz not null,
      received_at timestamptz not null,
      session_id text not null,
      nas_id bigint not null,
      kind text not null,
      up bigint not null,
      down bigint not null,
      seconds bigint not null,
      primary key (subscriber_id, entry, received_at)
    ) partition by range (received_at);
    create table ledger_other partition of ledger default;

    create table ledger_positions (
      tag smallint primary key,
      position text not null,
      committed_at timestamptz not null
    );

    create table authorization_changes (
      id bigint generated always as identity primary key,
      subscriber_id bigint not null,
      session_id text not null,
      nas_id bigint not null,
      wish text not null check (wish in ('full', 'slow', 'government-only', 'end')),
      cause text not null,
      means text not null check (means in ('coa', 'disconnect')),
      sent_at timestamptz not null,
      answered_at timestamptz,
      answer text check (answer in ('acknowledged', 'refused', 'silent')),
      error_cause integer,
      seen_at timestamptz
    );
    create index authorization_changes_by_session on authorization_changes (subscriber_id, session_id);
    create index authorization_changes_by_nas on authorization_changes (nas_id, sent_at);

    create table staff (
      id bigint generated always as identity primary key,
      login text not null unique,
      name text not null,
      role text not null default 'owner',
      password_hash text not null,
      must_change_password boolean not null default true,
      totp_sealed bytea,
      totp_confirmed_at timestamptz,
      totp_last_step bigint,
      failed_tries integer not null default 0,
      locked_until timestamptz,
      disabled_at timestamptz,
      created_at timestamptz not null
    );
    create table staff_sessions (
      id bigint generated always as identity primary key,
      staff_id bigint not null references staff (id),
      token_hash bytea not null unique,
      stage text not null check (stage in ('password', 'full')),
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz
    );
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      staff_id bigint,
      staff_login text not null,
      action text not null,
      subject_kind text not null,
      subject_id text,
      detail jsonb not null default '{}'
    );
    create index audit_by_time on audit (at);
    create index audit_by_subject on audit (subject_kind, subject_id);

    create table sms_sends (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      gateway text not null,
      country text not null,
      nas_id bigint,
      site_id bigint,
      request_id text not null unique,
      segments smallint not null,
      outcome text not null,
      converted_at timestamptz
    );
    create index sms_sends_by_time on sms_sends (at);
  `);
};
