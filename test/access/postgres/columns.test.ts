import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bigints, instants, macs, octets, texts } from "#access/postgres/columns";
import { type Connection, openConnection } from "#access/postgres/connection";
import { BEGINNING } from "../../setup/stores.ts";
import { ownDatabase } from "../../setup/world.ts";

let store: Awaited<ReturnType<typeof ownDatabase>>;
let connection: Connection;
beforeAll(async () => {
  store = await ownDatabase("empty");
  connection = await openConnection(store.url);
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

const itself = <Value>(value: Value): Value => value;

/** What PostgreSQL makes of a column, as text, so that nothing of ours reads it. */
const read = async (type: string, column: Buffer): Promise<(string | null)[]> => {
  const text = `select (unnest($1::${type}[]))::text as value`;
  const { rows } = await connection.ask<{ value: string | null }>({ name: `read-${type}`, text }, [column]);
  return rows.map(({ value }) => value);
};

describe("a column handed to PostgreSQL in binary", () => {
  it("has whole numbers to the last digit a program can hold", async () => {
    const numbers = [0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1];
    expect(await read("bigint", bigints(numbers, itself))).toEqual(numbers.map(String));
    expect(await read("bigint", bigints([null, 7, null], itself))).toEqual([null, "7", null]);
  });

  it("has instants to the millisecond, before 2000 too", async () => {
    const column = instants([BEGINNING + 7, 0, null, 946_684_800_000], itself);
    await connection.ask({ name: "zone", text: "set timezone = 'UTC'" });
    expect(await read("timestamptz", column)).toEqual([
      "2026-11-23 03:00:00.007+00",
      "1970-01-01 00:00:00+00",
      null,
      "2000-01-01 00:00:00+00",
    ]);
  });

  it("has texts of every language and length", async () => {
    const long = "Đường Trần Hưng Đạo, ".repeat(10_000);
    const given = ["", "plain", "Quảng Trị", '{"a":[1,2]}', null, "😀".repeat(30), long, "x".repeat(41)];
    expect(await read("text", texts(given, itself))).toEqual(given);
  });

  it("has addresses of devices, and nothing where there is none", async () => {
    expect(await read("macaddr", macs(["aa:bb:cc:dd:ee:01", "", "AA-BB"], itself))).toEqual([
      "aa:bb:cc:dd:ee:01",
      null,
      null,
    ]);
  });

  it("has octets as they are", async () => {
    const given = [Buffer.of(0, 255, 7), Buffer.alloc(0)];
    expect(await read("bytea", octets(given, itself))).toEqual(["\\x00ff07", "\\x"]);
  });
});

describe("a connection of one's own", () => {
  it("leaves nothing of a transaction that fails, and goes on", async () => {
    await connection.ask({ name: "make", text: "create table kept (id bigint)" });
    const keep = { name: "keep", text: "insert into kept select unnest($1::bigint[])" };
    const failing = connection.transaction(async () => {
      expect((await connection.ask(keep, [bigints([1, 2], itself)])).count).toBe(2);
      await connection.ask({ name: "fail", text: "select 1 / 0" });
    });
    await expect(failing).rejects.toThrow("division by zero");
    const { rows } = await connection.ask({ name: "kept", text: "select count(*) as kept from kept" });
    expect(rows).toEqual([{ kept: 0 }]);
  });
});
