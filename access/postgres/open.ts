import knex, { type Knex } from "knex";
import pg from "pg";
import { Failure } from "../runtime/failure.ts";

type Parse = (text: string) => unknown;

/** Object identifiers of the types read in our own way (pg_type.dat). */
const OID = {
  int8: 20,
  int8Array: 1016,
  date: 1082,
  dateArray: 1182,
  timestamptz: 1184,
  timestamptzArray: 1185,
} as const;

const TEXT_ARRAY: number = 1009;

const asTexts = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[];
const asDate = pg.types.getTypeParser(OID.timestamptz) as (text: string) => Date | number;

const asText: Parse = (text) => text;

/** `bigint` as a number. @throws Failure `number_too_large` rather than losing a digit */
const asNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Failure("number_too_large", { value: text });
  return value;
};

/** `timestamptz` as epoch ms; `infinity` stays infinite. */
const asInstant = (text: string): number => Number(asDate(text));

const each = (parse: Parse) => (text: string) =>
  asTexts(text).map((item) => (item === null ? null : parse(item)));

const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [OID.int8, asNumber],
  [OID.int8Array, each(asNumber)],
  [OID.date, asText],
  [OID.dateArray, each(asText)],
  [OID.timestamptz, asInstant],
  [OID.timestamptzArray, each(asInstant)],
]);

/** How values are read, on every connection. */
export const types = {
  getTypeParser: (oid: number, format?: string) =>
    (format === "binary" ? undefined : PARSERS.get(oid)) ??
    pg.types.getTypeParser(oid, format === "binary" ? format : "text"),
};

/** Faults reach whoever asked; knex would also print them. */
const silence = { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} };

/**
 * Opens a pool of at most ten connections; the first is made by the first query.
 *
 * Values come back as the program thinks of them: `bigint` a number, `timestamptz` epoch ms, `date`, `numeric`, `inet`
 * and `macaddr` text. A connection is waited for ten seconds and then refused, so nothing piles up without end.
 *
 * @param url  `postgresql://…`; `?host=/directory` for a Unix socket
 */
export const openDatabase = (url: string): Knex =>
  knex({
    client: "pg",
    log: silence,
    connection: {
      connectionString: url,
      types,
      application_name: "hien",
      connectionTimeoutMillis: 5_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 10_000,
  });
