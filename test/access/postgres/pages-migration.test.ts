import type { Knex } from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { up } from "#access/migrations/0007-pages";
import { MIGRATIONS } from "#access/migrations/migrate";
import { makePartitions } from "#access/migrations/partitions";
import { openDatabase } from "#access/postgres/open";
import { unpackMarks } from "#access/session/kept-marks";
import { BEGINNING } from "../../setup/stores.ts";
import { ownDatabase } from "../../setup/world.ts";

let store: Awaited<ReturnType<typeof ownDatabase>>;
let database: Knex;
beforeAll(async () => {
  store = await ownDatabase("empty");
  database = openDatabase(store.url);
  for (const migration of MIGRATIONS.filter(({ name }) => name < "0007")) await migration.up(database);
  await makePartitionsOfOld(database);
});
afterAll(async () => {
  await database.destroy();
  await store.close();
});

/** A month of both tables, as they were made before. */
const makePartitionsOfOld = async (of: Knex): Promise<void> => {
  for (const table of ["sessions", "ledger"])
    await of.raw(
      `create table ${table}_2026_11 partition of ${table} for values from ('2026-11-01') to ('2026-12-01')`,
    );
};

const at = (text: string): string => new Date(`${text}+07:00`).toISOString();

describe("an installation from before the ledger was pages", () => {
  it("keeps what everybody used, what was reported, and counts each login once", async () => {
    const used = (subscriber: number, per: string, startsAt: string, down: number) => ({
      ...{ subscriber_id: subscriber, per, starts_at: at(startsAt), up: 1, down, seconds: 60 },
    });
    await database("usage").insert([
      used(1, "day", "2026-11-22T00:00", 10),
      used(1, "day", "2026-11-23T00:00", 20),
      used(1, "week", "2026-11-16T00:00", 15),
      used(1, "week", "2026-11-23T00:00", 20),
      used(1, "month", "2026-11-01T00:00", 35),
      used(1, "once", "2026-01-01T09:00", 900),
      used(1, "once", "2026-11-05T09:00", 35),
      used(2, "once", "2026-11-05T09:00", 7),
    ]);
    // a period may have a day in which nothing was used at its beginning
    const periods = () =>
      database("usage")
        .where("down", ">", 0)
        .orderBy(["subscriber_id", "per", "starts_at"])
        .select("subscriber_id", "per", "starts_at", "down");
    const before = await periods();
    const reported = (entry: string, more: object) => ({
      ...{ subscriber_id: 1, entry, at: at("2026-11-23T10:00"), received_at: at("2026-11-23T10:00") },
      ...{ session_id: "s", nas_id: 1, kind: "interim", up: 1, down: 2, seconds: 3, ...more },
    });
    await database("ledger").insert([
      reported("1:1-0", {}),
      reported("1:1-1", { claimed_down: 9 }),
      reported("0:1-2", { kind: "stray" }),
    ]);
    const login = { at: at("2026-11-23T10:00"), outcome: "ok", subscriber_id: 1 };
    await database("attempts").insert([
      { ...login, step: "login", entry: "1:5-0" },
      { ...login, step: "login", entry: "1:4-0" }, // its trace was let go of
      { ...login, step: "code" },
    ]);
    await database("traces").insert({ ...login, entry: "1:5-0", nas_id: 1, trace: '{"code": 2}' });
    const marks = { h: "0;0;1", ev: 5, st: "1" };
    await database("sessions").insert({
      ...{ subscriber_id: 1, id: "s", started_at: at("2026-11-23T10:00"), nas_id: 1, site_id: 1, plan_id: 1 },
      ...{ last_report_at: at("2026-11-23T10:00"), marks: JSON.stringify(marks) },
    });

    await database.transaction((transaction) => up(transaction));
    await makePartitions(database, BEGINNING);

    expect(await periods()).toEqual(before);
    expect(await database("reports_in_doubt").orderBy("entry").pluck("entry")).toEqual(["0:1-2", "1:1-1"]);
    expect(await database("ledger_rows").count()).toEqual([{ count: 3 }]);
    expect(await database("ledger").count()).toEqual([{ count: 0 }]);
    expect(await database("attempts").orderBy("id").pluck("step")).toEqual(["login", "code"]);
    expect(JSON.parse((await database("traces").first("trace")).trace)).toEqual({ code: 2 });
    expect(unpackMarks((await database("sessions").first("marks")).marks)).toEqual({ ev: 5, st: "1" });
  });
});
