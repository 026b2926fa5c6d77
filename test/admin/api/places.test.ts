import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addSite } from "#access/site/store";
import { addColleague, type Desk, type Office, office, signedInDesk } from "../desk.ts";

describe("places that staff add", () => {
  let at: Office;
  let desk: Desk;
  beforeAll(async () => {
    at = await office();
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const add = (given: object) => desk.ask("POST", "/api/places", { parentId: null, code: null, ...given });

  it("begin with a commune, where there is no province yet", async () => {
    const { body } = await add({ kind: "commune", name: "Phường Đồng Hới", code: "18859" });
    expect(body.code).toBe("18859");
    expect((await desk.ask("GET", "/api/places")).body.communes).toEqual([
      { id: body.id, name: "Phường Đồng Hới" },
    ]);
  });

  it("go on with a site in it, at which access points can stand at once", async () => {
    const [{ id: parentId }] = (await desk.ask("GET", "/api/places")).body.communes;
    const { body } = await add({ kind: "site", name: "Ga Đồng Hới", parentId });
    expect(body.code).toMatch(/^ga-dong-hoi-[0-9a-z]{5}$/);
    expect((await desk.ask("GET", "/api/sites")).body.sites).toEqual([
      { id: body.id, name: "Ga Đồng Hới", communeName: "Phường Đồng Hới" },
    ]);
  });

  it("are refused twice under one name, however it is written, and under a code that is taken", async () => {
    const [{ id: parentId }] = (await desk.ask("GET", "/api/places")).body.communes;
    const twice = await Promise.all([1, 2].map(() => add({ kind: "site", name: "Chợ Nam Lý", parentId })));
    expect(twice.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect((await add({ kind: "site", name: "ga đồng  hới", parentId })).body.code).toBe("place_exists");
    expect((await add({ kind: "site", name: "Khác", parentId, code: "18859" })).body.code).toBe("name_taken");
  });

  it("belong where their kind belongs", async () => {
    const [{ id: siteId }] = (await desk.ask("GET", "/api/sites")).body.sites;
    expect((await add({ kind: "site", name: "Lạc" })).status).toBe(404);
    expect((await add({ kind: "site", name: "Lạc", parentId: siteId })).status).toBe(404);
    const parentId = await addSite(at.world.database, {
      parentId: null,
      kind: "province",
      code: "44",
      name: "Tỉnh Quảng Trị",
    });
    expect((await add({ kind: "commune", name: "Xã Lạc" })).status).toBe(404);
    expect((await add({ kind: "commune", name: "Xã Lao Bảo", parentId })).status).toBe(200);
  });

  it("are refused without a name or with a code that is none", async () => {
    expect((await add({ kind: "commune", name: "  " })).status).toBe(400);
    expect((await add({ kind: "commune", name: "X", code: "A b" })).status).toBe(400);
    expect((await add({ kind: "province", name: "X" })).status).toBe(400);
  });

  it("are added by owners alone, and each stands in the record", async () => {
    const network = await addColleague(at, desk, "network");
    expect(
      (await network.ask("POST", "/api/places", { kind: "commune", name: "X", parentId: null, code: null }))
        .status,
    ).toBe(403);
    const { entries } = (await desk.ask("GET", "/api/audit?subjectKind=site")).body;
    expect(entries.map(({ detail }: { detail: { name: string } }) => detail.name)).toEqual([
      "Xã Lao Bảo",
      "Chợ Nam Lý",
      "Ga Đồng Hới",
      "Phường Đồng Hới",
    ]);
  });
});
