/* A process that brings the database it is given up to date, and nothing else. */
import { migrate } from "#access/migrations/migrate";
import { openDatabase } from "#access/postgres/open";
import { systemClock } from "#access/runtime/clock";

const database = openDatabase(process.argv[2] ?? "");
await migrate(database, systemClock());
await database.destroy();
