import type { Knex } from "knex";

/** A change that a NAS acknowledged and did not obey. */
export const name = "0014-ignored";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table authorization_changes add ignored_at timestamptz;
    comment on column authorization_changes.ignored_at is 'when reports showed that it was acknowledged and not obeyed';
  `);
};
