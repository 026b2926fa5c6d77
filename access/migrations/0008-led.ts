import type { Knex } from "knex";

/** Access points that let a device nobody knows as far as the portal (RADIUS first, portal second). */
export const name = "0008-led";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas add leads_by text check (leads_by <> '');
    comment on column nas.leads_by is 'access list or role that leads an unknown device to the portal; null rejects it';
  `);
};
