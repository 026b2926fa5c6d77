import type { Knex } from "knex";

/** Lets one place be added at a time, so that two of one name cannot pass each other; held until the transaction ends. */
export const lockPlaces = async (transaction: Knex): Promise<void> => {
  await transaction.raw("select pg_advisory_xact_lock(hashtext('hien places'))");
};
