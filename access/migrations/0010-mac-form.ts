import type { Knex } from "knex";

/** How an access point wants MAC addresses written. */
export const name = "0010-mac-form";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add mac_form text check (mac_form in ('AA-BB', 'AA:BB', 'AABB', 'aa-bb', 'aa:bb', 'aabb', 'aabb.ccdd'));
    comment on column nas.mac_form is 'how changes of its sessions name a device, by the first octets; null takes its kind''s';
  `);
};
