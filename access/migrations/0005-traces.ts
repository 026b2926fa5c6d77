import type { Knex } from "knex";

/** Why each login was decided as it was; kept for 30 days. */
export const name = "0005-traces";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    create table traces (
      at timestamptz not null,
      entry text not null,
      subscriber_id bigint,
      nas_id bigint not null,
      site_id bigint,
      mac macaddr,
      login_id text,
      session_id text,
      outcome text not null,
      trace jsonb not null,
      primary key (entry, at)
    ) partition by range (at);
    comment on column traces.entry is 'tag and stream id of the ledger entry it came by, so that it is stored once';
    comment on column traces.outcome is '''ok'' or the code of the check that decided';
    create index traces_by_subscriber on traces (subscriber_id, at);
    create index traces_by_mac on traces (mac, at);
    create index traces_by_nas on traces (nas_id, at);
    create table traces_other partition of traces default;
  `);
};
