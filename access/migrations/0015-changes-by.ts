import type { Knex } from "knex";

/** Which way changes of authorization go to an access point. */
export const name = "0015-changes-by";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add changes_by text not null default 'udp' check (changes_by in ('udp', 'radsec'));
    comment on column nas.changes_by is 'how changes of its sessions go: udp to coa_address, or radsec down the TLS connection it opened';
  `);
};
