import type { Knex } from "knex";

/** What a plan's rules were before: running sessions were let in by them. */
export const name = "0013-past-rules";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    create table plan_pasts (
      id bigint generated always as identity primary key,
      plan_id bigint not null references plans (id),
      policy jsonb not null,
      overrides jsonb not null,
      until timestamptz not null
    );
    create index plan_pasts_by_end on plan_pasts (until);
    comment on table plan_pasts is 'rules of plans as they were until they were changed, for two months';
    comment on column plan_pasts.overrides is 'the plan''s overrides of that time; instants in epoch ms';
  `);
};
