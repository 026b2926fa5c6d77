import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "#access/migrations/migrate";
import { startPostgres } from "#access/postgres/embedded";
import { openDatabase } from "#access/postgres/open";
import { BEGINNING, databaseUrl, TEMPLATE } from "./stores.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** any database of the run's PostgreSQL */
    postgresUrl: string;
    /** the Redis all test files share, or empty: each starts one of its own */
    redisUrl: string;
    /** where test files may keep what the run throws away at its end */
    runDirectory: string;
  }
}

const onServer = async (url: string, question: string): Promise<void> => {
  const database = openDatabase(url);
  try {
    await database.raw(question);
  } finally {
    await database.destroy();
  }
};

/** One database with every migration applied, of which each test file gets a copy. */
const makeTemplate = async (url: string): Promise<void> => {
  await onServer(url, `drop database if exists ${TEMPLATE} with (force)`);
  await onServer(url, `create database ${TEMPLATE}`);
  const template = openDatabase(databaseUrl(url, TEMPLATE));
  try {
    await migrate(template, BEGINNING);
  } finally {
    await template.destroy();
  }
};

/** Starts the stores of a test run once, before all test files. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const runDirectory = mkdtempSync(join(tmpdir(), "hien-test-"));
  chmodSync(runDirectory, 0o711); // the servers inside belong to another user when we are root
  const given = process.env["HIEN_TEST_DATABASE_URL"];
  const server = given
    ? undefined
    : await startPostgres({ dir: join(runDirectory, "postgres"), fsync: false });
  const url = given ?? server!.url;
  await makeTemplate(url);
  project.provide("postgresUrl", url);
  project.provide("redisUrl", process.env["HIEN_TEST_REDIS_URL"] ?? "");
  project.provide("runDirectory", runDirectory);
  return async () => {
    await server?.stop();
    rmSync(runDirectory, { recursive: true, force: true });
  };
};
