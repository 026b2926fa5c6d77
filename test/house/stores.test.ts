import { describe, expect, it } from "vitest";
import { placesOf, product } from "./sources.ts";

/** Where a hash tag or a name of ours is spelled. */
const KEY = /[`"']\{(\$\{|\w+\}:)|"\{(heard|faults|sms|lab)\}"|[`"']hien:/;

const QUESTION = /\.raw[<(]|\b(database|transaction|trx|knex)(<[^()]*>)?\("/;

/** A sign of life, or a lock that is no question. */
const NO_QUESTION = /\.raw\("select 1"\)|pg_advisory_xact_lock/;

/** Rooms where SQL is at home: stores of the nouns, tables in the making, reports, the server itself. */
const HOMES = [
  /(^|\/)([\w-]+-)?store\.ts$/,
  /^access\/(migrations|postgres)\//,
  /^admin\/reports\//,
  // asks the servers about themselves before anything else runs
  /^access\/runtime\/gather-store-facts\.ts$/,
];

describe("a key of Redis", () => {
  it("is spelled in access/redis/keys.ts and nowhere else", () => {
    const elsewhere = product().filter(({ path }) => path !== "access/redis/keys.ts");
    expect(elsewhere.flatMap((source) => placesOf(source, KEY))).toEqual([]);
    const spelled = { path: "x.ts", text: 'redis.get("{7}:x")' };
    expect(placesOf(spelled, KEY)).toEqual(["x.ts:1"]);
  });
});

describe("a question to PostgreSQL", () => {
  it("stands in a store, a migration or a report", () => {
    const elsewhere = product().filter(({ path }) => !HOMES.some((home) => home.test(path)));
    const asked = elsewhere.map((source) => ({
      ...source,
      text: source.text
        .split("\n")
        .map((line) => (NO_QUESTION.test(line) ? "" : line))
        .join("\n"),
    }));
    expect(asked.flatMap((source) => placesOf(source, QUESTION))).toEqual([]);
    expect(placesOf({ path: "x.ts", text: 'await database("plans").select("id")' }, QUESTION)).toEqual([
      "x.ts:1",
    ]);
  });
});
