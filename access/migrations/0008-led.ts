import type { Knex } from "knex";

/** Access points that let a device nobody knows as far as the portal (RADIUS first, portal second). */
export const name = "0008-led";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas add leads_unknown boolean not null default false;
    comment on column nas.leads_unknown is 'an unknown device is accepted and led to the portal, not rejected';
  `);
};
