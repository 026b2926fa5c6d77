import type { Knex } from "knex";

/** What an access point wants its changes of authorization to carry. */
export const name = "0012-changes-carry";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add signs_changes boolean,
      add stamps_changes boolean;
    comment on column nas.signs_changes is 'whether changes of its sessions carry Message-Authenticator; null as usual for its kind';
    comment on column nas.stamps_changes is 'whether they carry Event-Timestamp; null as usual for its kind';
  `);
};
