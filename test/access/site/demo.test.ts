import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_PLANS, SHOWROOM_POLICY } from "#access/plan/demo";
import { policySchema } from "#access/plan/plan";
import { COMMUNES } from "#access/site/demo/communes";
import { ACCESS_POINTS, HOTSPOTS } from "#access/site/demo/hotspots";
import { loadDemo } from "#access/site/demo/load";
import { fold } from "#access/site/fold";
import { type TestWorld, testWorld } from "../../setup/world.ts";

describe("the demonstration's lists", () => {
  it("name 78 communes once each, inside the province's box", () => {
    expect(new Set(COMMUNES.map(({ code }) => code)).size).toBe(78);
    expect(new Set(COMMUNES.map(({ name }) => name)).size).toBe(78);
    for (const { latitude, longitude } of COMMUNES) {
      expect(latitude > 16.3 && latitude < 18.09 && longitude > 105.61 && longitude < 107.39).toBe(true);
    }
  });

  it("name 122 sites and about 400 access points of three families, each slug and identifier once", () => {
    expect(HOTSPOTS).toHaveLength(122);
    expect(new Set(HOTSPOTS.map(({ code }) => code)).size).toBe(122);
    expect(ACCESS_POINTS.length).toBeGreaterThanOrEqual(390);
    expect(ACCESS_POINTS.length).toBeLessThanOrEqual(410);
    expect(new Set(ACCESS_POINTS.map(({ slug }) => slug)).size).toBe(ACCESS_POINTS.length);
    expect(new Set(ACCESS_POINTS.map(({ nasIdentifier }) => nasIdentifier)).size).toBe(ACCESS_POINTS.length);
    expect(new Set(ACCESS_POINTS.map(({ kind }) => kind)).size).toBe(3);
  });

  it("hold plans the policy schema takes, one of them the default", () => {
    for (const { policy } of DEMO_PLANS) expect(policySchema.parse(policy)).toEqual(policy);
    expect(policySchema.partial().parse(SHOWROOM_POLICY)).toEqual(SHOWROOM_POLICY);
    expect(DEMO_PLANS.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });
});

describe("a folded name", () => {
  it("is the same wherever the tone was written, and without the stroke of đ", () => {
    expect(fold("Xã  Minh Hoá")).toBe(fold("xã Minh Hóa"));
    expect(fold("Đakrông")).toBe("dakrong");
    expect(fold("Phường Đồng Hới")).toBe("phuong dong hoi");
  });
});

describe("loading the demonstration", () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  });
  afterAll(() => world.close());

  it("happens once, also when two processes start at once", async () => {
    const outcomes = await Promise.all([loadDemo(world), loadDemo(world)]);
    expect(outcomes.sort()).toEqual(["already-there", "loaded"]);
    const [counts] = await world
      .database("sites")
      .select(
        world.database.raw("count(*) filter (where kind = 'commune') as communes"),
        world.database.raw("count(*) filter (where kind = 'site') as sites"),
        world.database.raw("(select count(*) from nas) as nas"),
      );
    expect(counts).toEqual({ communes: 78, sites: 122, nas: ACCESS_POINTS.length });
  });

  it("gives each access point a secret of its own that the keyring opens", async () => {
    const rows: { secret_sealed: Buffer }[] = await world.database("nas").select("secret_sealed");
    const secrets = rows.map((row) => world.keyring.open("nas-secret", row.secret_sealed));
    expect(new Set(secrets).size).toBe(rows.length);
    expect(secrets.every((secret) => secret.length === 32)).toBe(true);
  });

  it("finds a site by a name typed without marks", async () => {
    const found = await world
      .database("sites")
      .where("folded", "like", `%${fold("Thanh co Quang tri")}%`)
      .first("name");
    expect(found.name).toBe("Thành cổ Quảng Trị");
  });

  it("leads phones to the portal's new address after it moved", async () => {
    const moved = { ...world, settings: { ...world.settings, PORTAL_URL: "http://127.0.0.1:28080" } };
    await loadDemo(moved);
    const [count] = await world
      .database("nas")
      .whereNot("portal_url", "like", "http://127.0.0.1:28080/%")
      .count({ wrong: "*" });
    expect(count?.wrong).toBe(0);
  });

  it("does not touch a house where a real site stands", async () => {
    const other = await testWorld();
    await other
      .database("sites")
      .insert({ kind: "province", code: "01", name: "Hà Nội", folded: "ha noi", zone: "Asia/Ho_Chi_Minh" });
    expect(await loadDemo(other)).toBe("real-sites-exist");
    expect(await other.database("nas").count()).toEqual([{ count: 0 }]);
    await other.close();
  });
});
