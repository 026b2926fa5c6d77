import type { Knex } from "knex";
import * as beginnings from "./0001-beginnings.ts";
import * as radsec from "./0002-radsec.ts";
import * as devices from "./0003-devices.ts";
import * as posture from "./0004-posture.ts";
import * as traces from "./0005-traces.ts";
import * as truth from "./0006-truth.ts";
import * as pages from "./0007-pages.ts";
import * as led from "./0008-led.ts";
import * as profileNames from "./0009-profile-names.ts";
import * as macForm from "./0010-mac-form.ts";
import * as withdrawn from "./0011-withdrawn.ts";
import * as changesCarry from "./0012-changes-carry.ts";
import * as pastRules from "./0013-past-rules.ts";
import * as ignored from "./0014-ignored.ts";
import * as changesBy from "./0015-changes-by.ts";
import { makePartitions } from "./partitions.ts";

type Migration = { readonly name: string; readonly up: (database: Knex) => Promise<void> };

/** Every migration in the order it runs; a released one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  beginnings,
  radsec,
  devices,
  posture,
  traces,
  truth,
  pages,
  led,
  profileNames,
  macForm,
  withdrawn,
  changesCarry,
  pastRules,
  ignored,
  changesBy,
];

/** Any fixed number: "hien" in ASCII. */
const LOCK = 0x68_69_65_6e;

const source: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => ({ up: migration.up, down: async () => {} }),
};

/**
 * Brings the database up to date. Two processes that start at once both succeed: a PostgreSQL advisory lock, held by
 * the transaction everything runs in, lets one wait for the other.
 */
export const migrate = async (database: Knex, at: number): Promise<void> => {
  await database.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [LOCK]);
    await transaction.migrate.latest({ migrationSource: source, disableTransactions: true });
    await makePartitions(transaction, at);
  });
};
