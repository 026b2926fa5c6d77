import type { Knex } from "knex";

/** What NAS were seen to sign, who waits to be registered, and the IPv6 addresses of sessions. */
export const name = "0004-posture";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add omits_reply_signature boolean not null default false,
      add called_stations macaddr[] not null default '{}',
      add constraint nas_from_anywhere_signs check (
        message_authenticator = 'require' or not addresses && '{0.0.0.0/0,::/0}'::cidr[]);
    comment on column nas.omits_reply_signature is 'replies carry no Message-Authenticator: for gear that refuses it';
    comment on column nas.called_stations is 'MAC addresses of its radios, as the Called-Station-Id names them';

    create table nas_evidence (
      nas_id bigint primary key references nas (id),
      signed bigint not null default 0,
      unsigned bigint not null default 0,
      run bigint not null default 0,
      run_since timestamptz,
      first_seen_at timestamptz,
      last_signed_at timestamptz,
      last_unsigned_at timestamptz,
      proxied_at timestamptz,
      current_secret_at timestamptz,
      previous_secret_at timestamptz,
      required_at timestamptz
    );
    comment on table nas_evidence is 'what the Access-Requests of a NAS carried: Message-Authenticator, Proxy-State, which secret';
    comment on column nas_evidence.signed is 'Access-Requests without EAP whose Message-Authenticator was right';
    comment on column nas_evidence.run is 'how many such in a row, since the last without one';
    comment on column nas_evidence.proxied_at is 'last Proxy-State without Message-Authenticator: what the attack of CVE-2024-3596 looks like';
    comment on column nas_evidence.required_at is 'when the evidence was enough to require it from then on';

    create table waiting_nas (
      id bigint generated always as identity primary key,
      source inet not null,
      nas_identifier text not null default '',
      called_station text not null default '',
      code smallint not null,
      signed boolean not null,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null,
      count bigint not null,
      unique (source, nas_identifier, called_station)
    );
    comment on table waiting_nas is 'who sends well-formed RADIUS and is not registered; nothing of it is proved';
    create index waiting_nas_by_time on waiting_nas (last_seen_at);

    alter table sessions
      add framed_ipv6 inet,
      add framed_ipv6_prefix cidr,
      add framed_interface_id text;
  `);
};
