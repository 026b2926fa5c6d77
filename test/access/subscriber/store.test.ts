import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devicesOf, seen } from "#access/device/store";
import { addPlan } from "#access/plan/store";
import { addSite } from "#access/site/store";
import {
  changePlan,
  enrolByPhone,
  findByMac,
  findByPhone,
  phoneOf,
  readSubscriber,
  setStatus,
} from "#access/subscriber/store";
import { OPEN } from "../../setup/policies.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

const PHONE = "+84901234567";
const ZONE = "Asia/Ho_Chi_Minh";

let world: TestWorld;
let siteId: number;
beforeAll(async () => {
  world = await testWorld();
  siteId = await addSite(world.database, { parentId: null, kind: "site", code: "s", name: "Chợ Đông Hà" });
});
afterAll(() => world.close());

const enrol = (phone: string) => enrolByPhone(world, { phone, siteId, zone: ZONE, locale: "vi" });

describe("a person who comes with a phone number", () => {
  it("cannot be enrolled while no plan is the default, and nothing is left behind", async () => {
    await expect(enrol(PHONE)).rejects.toMatchObject({ code: "plan_default_missing" });
    expect(await findByPhone(world, PHONE)).toBeNull();
    await addPlan(world.database, { code: "p", name: { vi: "P", en: "P" }, policy: OPEN, isDefault: true });
  });

  it("gets the default plan, and months that begin on the local day", async () => {
    const joinedAt = Date.parse("2026-11-29T18:00Z"); // already the 30th in Viet Nam
    world.clock.set(joinedAt);
    const { id, isNew, status } = await enrol(PHONE);
    expect({ isNew, status }).toEqual({ isNew: true, status: "active" });
    expect(await readSubscriber(world.database, id)).toEqual({
      id,
      planId: 1,
      planSince: joinedAt,
      joinedAt,
      anchorDay: 30,
      status: "active",
      statusReason: null,
      locale: "vi",
      homeSiteId: siteId,
    });
  });

  it("is the same person the next time, blocked or not", async () => {
    const found = await findByPhone(world, PHONE);
    await setStatus(world.database, found!.id, "blocked", "spam");
    expect(await enrol(PHONE)).toEqual({ id: found!.id, isNew: false, status: "blocked" });
    expect((await readSubscriber(world.database, found!.id))?.statusReason).toBe("spam");
    await setStatus(world.database, found!.id, "active", null);
  });

  it("is one person when eight enrolments of one number run at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => enrol("+84907654321")));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { rows } = await world.database.raw(
      `select count(*) as people from subscribers where id not in (select subscriber_id from identities)`,
    );
    expect(rows[0].people).toBe(0);
  });

  it("keeps a number that can be opened, and is not in the database as it was typed", async () => {
    const found = await findByPhone(world, PHONE);
    expect(await phoneOf(world, found!.id)).toBe(PHONE);
    const { rows } = await world.database.raw(
      `select blind, sealed from identities where subscriber_id = ?`,
      [found!.id],
    );
    for (const column of [rows[0].blind, rows[0].sealed]) expect(column.includes(PHONE.slice(1))).toBe(false);
  });

  it("is nobody under a number or an id never seen", async () => {
    expect(await findByPhone(world, "+84900000000")).toBeNull();
    expect(await readSubscriber(world.database, 999_999)).toBeNull();
    expect(await phoneOf(world, 999_999)).toBeNull();
    await expect(setStatus(world.database, 999_999, "blocked", null)).rejects.toMatchObject({
      code: "subscriber_unknown",
    });
  });

  it("has a plan from the instant it was given", async () => {
    const found = await findByPhone(world, PHONE);
    const planId = await addPlan(world.database, { code: "q", name: { vi: "Q", en: "Q" }, policy: OPEN });
    const at = world.now() + 5_000;
    await changePlan(world.database, { subscriberId: found!.id, planId, at });
    expect(await findByPhone(world, PHONE)).toMatchObject({ planId, planSince: at });
  });
});

describe("a device", () => {
  const mac = "aa:bb:cc:dd:ee:01";

  it("is one device of a person in any notation, and an older sighting does not hide a later one", async () => {
    const { id: subscriberId } = await enrol("+84911111111");
    const [first, then] = [Date.parse("2026-11-23T08:00Z"), Date.parse("2026-11-23T09:00Z")];
    await seen(world.database, { subscriberId, mac, siteId, at: then });
    await seen(world.database, { subscriberId, mac: "AABB.CCDD.EE01", siteId: null, at: first });
    expect(await devicesOf(world.database, subscriberId)).toEqual([
      { id: expect.any(Number), mac, label: null, firstSeenAt: first, lastSeenAt: then, lastSiteId: siteId },
    ]);
  });

  it("leads to everybody seen with it, the latest first", async () => {
    const { id: other } = await enrol("+84922222222");
    await seen(world.database, { subscriberId: other, mac, siteId, at: Date.parse("2026-11-23T10:00Z") });
    const found = await findByMac(world.database, mac);
    expect(found.map(({ id }) => id)).toEqual([other, (await findByPhone(world, "+84911111111"))!.id]);
    expect(await findByMac(world.database, "00:00:00:00:00:01")).toEqual([]);
  });
});
