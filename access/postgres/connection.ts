import pg from "pg";
import { types } from "./open.ts";

/** A question that is prepared once on a connection, under a name of its own. */
export type Statement = { readonly name: string; readonly text: string };

/** One connection to PostgreSQL that nobody else uses. */
export type Connection = {
  /** asks a prepared question; @returns its rows, and how many it touched */
  readonly ask: <Row>(
    statement: Statement,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: readonly Row[]; readonly count: number }>;
  /** does all of it or nothing; one at a time */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** A write that was worked out: it holds the values it is carried out with, and nothing they were made of. */
export type Write = (connection: Connection) => Promise<void>;

/** A write of nothing. */
export const NO_WRITE: Write = async () => {};

/** A write that is one question. */
export const writing =
  (statement: Statement, values: readonly unknown[]): Write =>
  async (connection) => {
    await connection.ask(statement, values);
  };

/**
 * Rows that are handed over as arrays are few against the tables they meet, whatever the planner guesses of arrays and
 * of tables whose statistics are of yesterday: each is looked up by its key.
 */
const BY_KEY = `set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
  set plan_cache_mode = force_generic_plan`;

/**
 * Opens a connection for who hands over thousands of rows at a time: its questions stay prepared.
 *
 * Broken, it is of no more use: the next question fails, and whoever asked opens another.
 *
 * @param url  as `openDatabase` takes it
 */
export const openConnection = async (url: string): Promise<Connection> => {
  const client = new pg.Client({
    connectionString: url,
    types,
    application_name: "hien",
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  client.on("error", () => {}); // the question that fails by it says so
  await client.connect();
  await client.query(BY_KEY);
  return {
    ask: async ({ name, text }, values = []) => {
      const { rows, rowCount } = await client.query({ name, text, values: [...values] });
      return { rows, count: rowCount ?? 0 };
    },
    transaction: async (work) => {
      await client.query("begin");
      try {
        const result = await work();
        await client.query("commit");
        return result;
      } catch (fault) {
        await client.query("rollback").catch(() => {});
        throw fault;
      }
    },
    close: () => client.end(),
  };
};
