import type { Knex } from "knex";

/** Devices that log in by their address: phones remembered for a while, and things that belong to nobody. */
export const name = "0003-devices";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table devices
      add verified_at timestamptz,
      add revoked_at timestamptz;
    comment on column devices.verified_at is 'when its person last proved themselves on it; null for never';
    comment on column devices.revoked_at is 'forgotten then: what was verified before no longer counts';
    update devices set verified_at = last_seen_at;

    alter table sites
      add remember_days smallint check (remember_days between 0 and 365),
      add remember_private_days smallint check (remember_private_days between 0 and 365),
      add quarantine_vlan smallint check (quarantine_vlan between 1 and 4094);
    comment on column sites.remember_days is 'days a verified phone needs no code; 0 for never, null takes the parent''s';
    comment on column sites.remember_private_days is 'the same for an address the phone made up itself';

    alter table nas add mac_password_sealed bytea;
    comment on column nas.mac_password_sealed is 'what the NAS sends as password of an address; null for the address itself';

    create table things (
      id bigint generated always as identity primary key,
      mac macaddr not null,
      name text not null,
      kind text not null check (kind in ('camera', 'traffic-camera', 'street-light', 'sensor', 'other')),
      vlan smallint check (vlan between 1 and 4094),
      nas_id bigint references nas (id),
      nas_port_id text check (nas_port_id is null or nas_id is not null),
      called_station_id text check (called_station_id is null or nas_id is not null),
      last_seen_at timestamptz,
      last_nas_id bigint,
      last_nas_port_id text,
      last_called_station_id text,
      created_at timestamptz not null,
      archived_at timestamptz
    );
    comment on table things is 'cameras, controllers and the like, which belong to nobody and have no quota';
    comment on column things.nas_id is 'the only NAS it may log in at; null for any';
    create unique index things_one_mac on things (mac) where archived_at is null;

    create table thing_alarms (
      id bigint generated always as identity primary key,
      thing_id bigint not null references things (id),
      what text not null check (what in ('elsewhere', 'twice')),
      nas_id bigint not null,
      nas_port_id text,
      called_station_id text,
      times bigint not null default 1,
      first_at timestamptz not null,
      last_at timestamptz not null,
      acknowledged_at timestamptz,
      acknowledged_by bigint references staff (id)
    );
    create unique index thing_alarms_one_open on thing_alarms (thing_id, what, nas_id) where acknowledged_at is null;
    create index thing_alarms_by_time on thing_alarms (last_at);
  `);
};
