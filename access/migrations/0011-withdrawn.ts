import type { Knex } from "knex";

/** What was wished of a session and no longer held when it was to be sent. */
export const name = "0011-withdrawn";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table authorization_changes
      alter column means drop not null,
      drop constraint authorization_changes_answer_check,
      add constraint authorization_changes_answer_check
        check (answer in ('acknowledged', 'refused', 'silent', 'withdrawn')),
      add constraint authorization_changes_sent_by check (means is not null or answer = 'withdrawn');
    comment on column authorization_changes.means is 'null for what was withdrawn before it was sent';
    comment on column authorization_changes.sent_at is 'or withdrawn at';
  `);
};
