import type { Knex } from "knex";

/** Lets one place be changed at a time, so that two of one name cannot pass each other; held until the transaction ends. */
export const lockPlaces = async (transaction: Knex): Promise<void> => {
  await transaction.raw("select pg_advisory_xact_lock(hashtext('hien places'))");
};

/** Lets no access point be put at a place until the transaction ends. */
export const closeSite = async (transaction: Knex, id: number): Promise<void> => {
  await transaction("sites").where({ id }).forUpdate().first("id");
};

/** How many access points in use stand at each place that has some. */
export const accessPointsBySite = async (database: Knex): Promise<Map<number, number>> => {
  const { rows } = await database.raw<{ rows: { siteId: number; count: number }[] }>(
    `select site_id as "siteId", count(*) as count from nas where archived_at is null group by site_id`,
  );
  return new Map(rows.map(({ siteId, count }) => [siteId, count]));
};
