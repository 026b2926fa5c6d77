import type { Knex } from "knex";

/** What reports claimed beside what was believed, and what was learned of how a NAS takes changes. */
export const name = "0006-truth";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table ledger
      add said_at timestamptz,
      add claimed_up bigint,
      add claimed_down bigint,
      add claimed_seconds bigint;
    comment on column ledger.said_at is 'Event-Timestamp of a NAS whose clock was not believed';
    comment on column ledger.claimed_up is 'raw counter of a report that was not charged, since it cannot be true';
    create index ledger_quarantined on ledger (received_at) where claimed_up is not null or claimed_down is not null;

    alter table nas
      add fastest_kbps bigint check (fastest_kbps > 0),
      add renew_every integer check (renew_every between 300 and 86400);
    comment on column nas.fastest_kbps is 'most one session can move here; null takes the setting';
    comment on column nas.renew_every is 'seconds a session lasts where it cannot be changed; null takes an hour';

    alter table nas_state
      add change_identify text[],
      add change_fault text check (change_fault in ('disabled', 'silent')),
      add change_fault_at timestamptz;
    comment on column nas_state.change_identify is 'what identified a session in the last change it acknowledged';
    comment on column nas_state.change_fault is 'why its changes of authorization come to nothing';
  `);
};
