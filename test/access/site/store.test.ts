import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addSite, hasRealSites, listSites } from "#access/site/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

describe("places", () => {
  it("of the demonstration are not real", async () => {
    const parentId = await addSite(world.database, {
      parentId: null,
      kind: "province",
      code: "44",
      name: "Quảng Trị",
      demo: true,
    });
    await addSite(world.database, {
      parentId,
      kind: "commune",
      code: "19333",
      name: "Phường Đông Hà",
      demo: true,
    });
    expect(await hasRealSites(world.database)).toBe(false);
  });

  it("are folded for search and come back in the order they were made", async () => {
    const [province, commune] = await listSites(world.database);
    expect(commune).toEqual({
      id: expect.any(Number),
      parentId: province!.id,
      kind: "commune",
      code: "19333",
      name: "Phường Đông Hà",
      folded: "phuong dong ha",
      zone: null,
      latitude: null,
      longitude: null,
      demo: true,
    });
  });

  it("become real with the first that staff add", async () => {
    await addSite(world.database, {
      parentId: null,
      kind: "site",
      code: "x",
      name: "X",
      zone: "Asia/Ho_Chi_Minh",
    });
    expect(await hasRealSites(world.database)).toBe(true);
  });

  it("are refused with a time zone nobody knows, which would stop every count there, or a code twice", async () => {
    const place = { parentId: null, kind: "site", name: "Y" } as const;
    for (const zone of ["Asia/Hue", "+07:00", "x y"]) {
      await expect(addSite(world.database, { ...place, code: "y", zone })).rejects.toMatchObject({
        code: "zone_unknown",
      });
    }
    await expect(addSite(world.database, { ...place, code: "x" })).rejects.toMatchObject({
      code: "site_code_taken",
    });
    expect(await listSites(world.database)).toHaveLength(3);
  });
});
