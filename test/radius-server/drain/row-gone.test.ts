import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, openConnection } from "#access/postgres/connection";
import { knowingNothing, storePages } from "#radius-server/drain/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { recordOf, SESSION, settle } from "./pages.ts";

let world: TestWorld;
let connection: Connection;
/** How many sessions were written whole, each time. */
let whole: number[];
beforeAll(async () => {
  world = await testWorld();
  await settle(world, 1);
  const { ask, ...others } = await openConnection(world.settings.DATABASE_URL);
  connection = {
    ...others,
    ask: async <Row>(...asked: Parameters<Connection["ask"]>) => {
      const answer = await ask<Row>(...asked);
      if (asked[0].name === "sessions-insert") whole.push(answer.count);
      return answer;
    },
  };
});
afterAll(async () => {
  await connection.close();
  await world.close();
});

describe("sessions of which one is stored no more", () => {
  it("are written whole once, with those that have changed", async () => {
    const known = knowingNothing();
    const store = (down: number, ...ids: readonly string[]) => {
      const records = ids.map((sessionId) => recordOf({ sessionId, down }));
      const page = { stream: 0, id: `${down}-0`, fields: [], records, isReadable: true };
      return storePages(connection, () => [page], known, world.now());
    };
    whole = [];
    await store(1, SESSION, "b");
    await world.database("sessions").where({ id: SESSION }).delete();
    await store(2, SESSION, "b", "new");
    expect(whole).toEqual([2, 3]);
    expect(await world.database("sessions").orderBy("id").select("id", "down")).toEqual([
      { id: SESSION, down: 2 },
      { id: "b", down: 2 },
      { id: "new", down: 2 },
    ]);
  });
});
