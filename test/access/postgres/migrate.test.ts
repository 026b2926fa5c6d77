import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIGRATIONS, migrate } from "#access/migrations/migrate";
import { openDatabase } from "#access/postgres/open";
import { spawnTypeScript } from "../../setup/process.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { ownDatabase } from "../../setup/world.ts";

const MIGRATOR = new URL("../../setup/migrator.ts", import.meta.url);

let store: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  store = await ownDatabase("empty");
});
afterAll(() => store.close());

describe("an empty database that two processes migrate at once", () => {
  it("has every migration once, and both processes succeed", async () => {
    const processes = [spawnTypeScript(MIGRATOR, store.url), spawnTypeScript(MIGRATOR, store.url)];
    const codes = await Promise.all(processes.map(async (each) => (await once(each, "exit"))[0]));
    expect(codes).toEqual([0, 0]);

    const database = openDatabase(store.url);
    const applied = await database("knex_migrations").orderBy("id").pluck("name");
    await migrate(database, BEGINNING); // a third time changes nothing
    const partitions = await database.raw(
      "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'ledger'::regclass",
    );
    await database.destroy();
    expect(applied).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(partitions.rows.map(({ name }: { name: string }) => name)).toContain("ledger_2026_11");
  });
});
