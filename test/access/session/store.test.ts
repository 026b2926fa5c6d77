import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPlan } from "#access/plan/store";
import { instant } from "#access/postgres/instant";
import { giveMore, topUpsOf } from "#access/quota/top-up-store";
import { dayTotals, openSessionsByNas, sessionsOf } from "#access/session/store";
import { addSite } from "#access/site/store";
import { enrolByPhone } from "#access/subscriber/store";
import { OPEN } from "../../setup/policies.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const DAY = Date.parse("2026-11-23T00:00+07:00");

const session = (id: string, over: Record<string, unknown> = {}) =>
  world.database("sessions").insert({
    id,
    subscriber_id: 5,
    started_at: instant(DAY),
    nas_id: 1,
    site_id: 1,
    plan_id: 1,
    last_report_at: instant(DAY),
    ...over,
  });

describe("sessions in PostgreSQL", () => {
  it("of one person come newest first, an address without a mask", async () => {
    await session("a", { ended_at: instant(DAY + 1_000), end_cause: "User-Request" });
    await session("b", {
      started_at: instant(DAY + 2_000),
      framed_ip: "10.5.50.7",
      mac: "AA-BB-CC-DD-EE-01",
      up: 5_000_000_000,
    });
    await session("c", { subscriber_id: 6 });
    const found = await sessionsOf(world.database, 5);
    expect(found.map(({ id, endCause }) => [id, endCause])).toEqual([
      ["b", null],
      ["a", "User-Request"],
    ]);
    expect(found[0]).toMatchObject({
      framedIp: "10.5.50.7",
      mac: "aa:bb:cc:dd:ee:01",
      up: 5_000_000_000,
      endedAt: null,
    });
    expect(await sessionsOf(world.database, 5, 1)).toHaveLength(1);
  });

  it("that are open are counted by NAS", async () => {
    await session("d", { subscriber_id: 7, nas_id: 2 });
    expect(await openSessionsByNas(world.database)).toEqual([
      { nasId: 1, count: 2 },
      { nasId: 2, count: 1 },
    ]);
  });
});

describe("what everybody used today", () => {
  it("is nothing before anybody was online", async () => {
    expect(await dayTotals(world.database, DAY)).toEqual({ up: 0, down: 0, seconds: 0, people: 0 });
  });

  it("is the sum over the day's periods, to the octet beyond 32 bits", async () => {
    const used = (subscriber: number, dayAt: number, down: number, more = {}) => ({
      subscriber_id: subscriber,
      day_at: instant(dayAt),
      ...more,
      up: 1,
      down,
      seconds: 60,
    });
    await world.database("usage_days").insert([
      used(1, DAY, 9_000_000_000),
      used(2, DAY, 7),
      used(2, DAY, 6, { once_at: instant(DAY + 1) }), // got another plan that day
      used(1, DAY - 86_400_000, 50),
    ]);
    expect(await dayTotals(world.database, DAY)).toEqual({
      up: 2,
      down: 9_000_000_007,
      seconds: 120,
      people: 2,
    });
  });
});

describe("more that was given to a person", () => {
  it("comes back by the period it was given for", async () => {
    const siteId = await addSite(world.database, { parentId: null, kind: "site", code: "s", name: "S" });
    await addPlan(world.database, { code: "p", name: { vi: "P", en: "P" }, policy: OPEN, isDefault: true });
    const { id: subscriberId } = await enrolByPhone(world, {
      phone: "+84901234567",
      siteId,
      zone: "Asia/Ho_Chi_Minh",
      locale: "vi",
    });
    const gift = {
      subscriberId,
      of: "octets",
      per: "day",
      amount: 500_000_000,
      givenBy: 1,
      reason: "asked",
      at: DAY,
    } as const;
    await giveMore(world.database, { ...gift, periodStartsAt: DAY - 86_400_000 });
    await giveMore(world.database, { ...gift, periodStartsAt: DAY });
    expect(await topUpsOf(world.database, subscriberId, DAY)).toEqual([
      { of: "octets", per: "day", periodStartsAt: DAY, amount: 500_000_000 },
    ]);
  });

  it("is never nothing or less", async () => {
    const gift = {
      subscriberId: 1,
      of: "seconds",
      per: "day",
      periodStartsAt: DAY,
      amount: 0,
      givenBy: null,
      reason: null,
      at: DAY,
    } as const;
    await expect(giveMore(world.database, gift)).rejects.toThrow();
  });
});
