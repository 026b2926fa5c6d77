import type { Knex } from "knex";

/** What the roles and filters of an access point are called. */
export const name = "0009-profile-names";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add profile_names jsonb not null default '{}' check (jsonb_typeof(profile_names) = 'object');
    comment on column nas.profile_names is 'names by profile (full, slow, government-only); what is absent is called as usual for its kind';
  `);
};
