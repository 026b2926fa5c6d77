import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addNas } from "#access/nas/store";
import { listen } from "#access/notice/live";
import { addSite } from "#access/site/store";
import type { Place } from "#admin/api/places/shapes";
import { addColleague, type Desk, type Office, office, signedInDesk } from "../desk.ts";

describe("places that staff add", () => {
  let at: Office;
  let desk: Desk;
  beforeAll(async () => {
    at = await office();
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const places = async (): Promise<Place[]> => (await desk.ask("GET", "/api/places")).body.places;
  const named = async (name: string): Promise<Place> => {
    const place = (await places()).find((each) => each.name === name);
    if (!place) throw new Error(`no place is called ${name}`);
    return place;
  };
  const add = (given: object) => desk.ask("POST", "/api/places", { parentId: null, code: null, ...given });

  it("begin with a commune, where there is no province yet", async () => {
    const { body } = await add({ kind: "commune", name: "Phường Đồng Hới", code: "18859" });
    expect(body.code).toBe("18859");
    expect(await places()).toMatchObject([
      { id: body.id, kind: "commune", name: "Phường Đồng Hới", parentId: null, accessPoints: 0, below: 0 },
    ]);
  });

  it("go on with a site in it, at which access points can stand at once", async () => {
    const { id: parentId } = await named("Phường Đồng Hới");
    const { body } = await add({ kind: "site", name: "Ga Đồng Hới", parentId });
    expect(body.code).toMatch(/^ga-dong-hoi-[0-9a-z]{5}$/);
    expect((await desk.ask("GET", "/api/sites")).body.sites).toEqual([
      { id: body.id, name: "Ga Đồng Hới", communeName: "Phường Đồng Hới" },
    ]);
  });

  it("are refused twice under one name, however it is written, and under a code that is taken", async () => {
    const { id: parentId } = await named("Phường Đồng Hới");
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

  describe("and change later", () => {
    const change = async (name: string, wish: object) => {
      const { id, parentId } = await named(name);
      return desk.ask("PUT", `/api/places/${id}`, { name, parentId, ...wish });
    };
    const archive = async (name: string) => desk.ask("DELETE", `/api/places/${(await named(name)).id}`);
    const deeds = async () => (await desk.ask("GET", "/api/audit?subjectKind=site")).body.entries;

    it("get another name, of which the programs hear", async () => {
      const { id } = await named("Chợ Nam Lý");
      const heard: unknown[] = [];
      const stop = await listen(at.world, (notice) => heard.push(notice));
      expect((await change("Chợ Nam Lý", { name: "Chợ Nam Lý mới" })).status).toBe(200);
      await expect.poll(() => heard).toContainEqual({ kind: "site", id });
      await stop();
      expect((await named("Chợ Nam Lý mới")).id).toBe(id);
      expect((await deeds())[0]).toMatchObject({
        action: "site.changed",
        subjectId: String(id),
        detail: { before: "Chợ Nam Lý", name: "Chợ Nam Lý mới" },
      });
    });

    it("move under another commune with what stands there, and the record says where", async () => {
      const { id: siteId } = await named("Ga Đồng Hới");
      const point = { siteId, name: "Ga 1", kind: "mikrotik", addresses: ["10.9.0.1"] } as const;
      await addNas(at.world, at.world.database, point);
      const { id: parentId } = await named("Xã Lao Bảo");
      expect((await change("Ga Đồng Hới", { parentId })).status).toBe(200);
      expect(await named("Ga Đồng Hới")).toMatchObject({ parentId, accessPoints: 1 });
      expect((await deeds())[0].detail).toEqual({ before: "Ga Đồng Hới", under: "Xã Lao Bảo" });
      const [shown] = (await desk.ask("GET", "/api/access-points")).body.accessPoints;
      expect(shown.communeName).toBe("Xã Lao Bảo");
    });

    it("stay where their kind belongs, and one of a name", async () => {
      const { id: siteId, parentId } = await named("Ga Đồng Hới");
      expect((await change("Chợ Nam Lý mới", { parentId: siteId })).status).toBe(404);
      expect((await change("Chợ Nam Lý mới", { parentId: null })).status).toBe(404);
      expect((await change("Chợ Nam Lý mới", { parentId, name: "ga đồng hới" })).body.code).toBe(
        "place_exists",
      );
      expect((await change("Chợ Nam Lý mới", { name: " " })).status).toBe(400);
      expect((await change("Tỉnh Quảng Trị", { name: "Tỉnh Quảng Trị mới" })).status).toBe(200);
      // a commune older than its province keeps standing alone until it is moved
      expect((await change("Phường Đồng Hới", { name: "P. Đồng Hới" })).status).toBe(200);
    });

    it("are not taken out of use while access points stand there or places are below", async () => {
      expect(await archive("Ga Đồng Hới")).toMatchObject({
        status: 409,
        body: { code: "place_has_access_points", fields: { count: 1 } },
      });
      expect(await archive("Xã Lao Bảo")).toMatchObject({
        status: 409,
        body: { code: "place_has_places", fields: { count: 1 } },
      });
    });

    it("go out of use, and their code and name are free again", async () => {
      const { code } = await named("Chợ Nam Lý mới");
      expect((await archive("Chợ Nam Lý mới")).status).toBe(200);
      expect((await places()).map(({ name }) => name)).not.toContain("Chợ Nam Lý mới");
      expect((await deeds())[0]).toMatchObject({
        action: "site.archived",
        detail: { name: "Chợ Nam Lý mới", code },
      });
      const { id: parentId } = await named("P. Đồng Hới");
      expect((await add({ kind: "site", name: "Chợ Nam Lý mới", parentId, code })).status).toBe(200);
      expect((await desk.ask("DELETE", "/api/places/999999")).status).toBe(404);
    });

    it("take no access point once they are out of use, also when both happen at once", async () => {
      const { id: siteId } = await named("Chợ Nam Lý mới");
      const point = {
        siteId,
        name: "Chợ 1",
        kind: "generic",
        addresses: ["10.9.0.2"],
        nasIdentifier: null,
        loginOrigins: ["http://10.9.0.2"],
        coaAddress: null,
      };
      const answers = await Promise.all([
        archive("Chợ Nam Lý mới"),
        desk.ask("POST", "/api/access-points", point),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it("are changed by owners alone", async () => {
      const network = await addColleague(at, desk, "network", "network.second");
      const { id, name, parentId } = await named("Ga Đồng Hới");
      expect((await network.ask("PUT", `/api/places/${id}`, { name, parentId })).status).toBe(403);
      expect((await network.ask("DELETE", `/api/places/${id}`)).status).toBe(403);
      expect((await network.ask("GET", "/api/places")).status).toBe(200);
    });
  });

  it("say what holds for devices there, and else take it from the nearest place above", async () => {
    const { id } = await named("Ga Đồng Hới");
    const { id: communeId } = await named("Xã Lao Bảo");
    const rules = { rememberDays: null, rememberPrivateDays: null, quarantineVlan: null };
    const say = (placeId: number, said: object) =>
      desk.ask("PUT", `/api/sites/${placeId}/devices`, { ...rules, ...said });
    await say(communeId, { rememberDays: 14, quarantineVlan: 666 });
    await say(id, { rememberDays: 0 });
    expect((await named("Ga Đồng Hới")).rules).toEqual({
      rememberDays: { own: 0, inherited: 14, from: "Xã Lao Bảo" },
      rememberPrivateDays: { own: null, inherited: 7, from: null },
      quarantineVlan: { own: null, inherited: 666, from: "Xã Lao Bảo" },
    });
    expect((await named("Xã Lao Bảo")).rules.rememberDays).toEqual({ own: 14, inherited: 30, from: null });
  });
});
