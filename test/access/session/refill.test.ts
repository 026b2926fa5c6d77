import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { instant } from "#access/postgres/instant";
import { periodsAt } from "#access/quota/period";
import { standingAt } from "#access/quota/read-standing";
import { giveMore } from "#access/quota/top-up-store";
import { keys, tagOf } from "#access/redis/keys";
import { readSession } from "#access/session/live";
import { recreate } from "#access/session/recreate";
import { makeReady, refill } from "#access/session/refill";
import { type House, house } from "../../radius-server/house.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { bookingOf, putSession, report, sessionId, usageOf } from "./live.ts";

const MB = 1_000_000;
const PLACE = { zone: "Asia/Ho_Chi_Minh", siteChain: [] };
const day = periodsAt(BEGINNING, { zone: PLACE.zone, anchorDay: 23 }).day;

let home: House;
let subscriberId: number;
beforeAll(async () => {
  home = await house({
    withoutDrain: true,
    policy: { allowances: [{ of: "octets", per: "day", amount: 100 * MB }] },
  });
  subscriberId = await home.enrol();
});
afterAll(() => home.close());
beforeEach(() => home.world.redis.flushall());

const stored = async (down: number): Promise<void> => {
  const { database } = home.world;
  await database("usage_days")
    .insert({
      subscriber_id: subscriberId,
      day_at: instant(day.startsAt),
      up: 0,
      down,
      seconds: 60,
    })
    .onConflict(["subscriber_id", "day_at", "once_at"])
    .merge();
};
const used = async (): Promise<number> => {
  const { lines } = await standingAt(home.world, subscriberId, PLACE, BEGINNING);
  return lines[0]!.used;
};

describe("an empty Redis", () => {
  it("is filled by the first who asks, so that nothing used is forgotten", async () => {
    await stored(30 * MB);
    expect(await used()).toBe(30 * MB);
    expect(await home.world.redis.exists(keys.ready(tagOf(subscriberId)))).toBe(1);
  });

  it("is filled once for all who ask at the same moment", async () => {
    await stored(30 * MB);
    expect(await Promise.all(Array.from({ length: 20 }, used))).toEqual(Array(20).fill(30 * MB));
  });

  it("learns what was given as well", async () => {
    const { world } = home;
    await giveMore(world.database, {
      subscriberId,
      of: "octets",
      per: "day",
      periodStartsAt: day.startsAt,
      amount: 50 * MB,
      givenBy: null,
      reason: null,
      at: BEGINNING,
    });
    const { lines } = await standingAt(world, subscriberId, PLACE, BEGINNING);
    expect(lines[0]).toMatchObject({ limit: 150 * MB });
  });
});

describe("filling in a person", () => {
  it("never lowers what Redis counted further", async () => {
    await stored(30 * MB);
    await makeReady(home.world, tagOf(subscriberId));
    await refill(home.world, [subscriberId]);
    await recreate(home.world, bookingOf(BEGINNING, { subscriberId, sessionId: sessionId(8) }));
    await report(home.world.redis, BEGINNING + 60_000, {
      ...{ subscriberId, sessionId: sessionId(8), up: 0, down: 10 * MB },
    });
    await refill(home.world, [subscriberId]);
    expect(await used()).toBe(40 * MB);
    await stored(45 * MB);
    await refill(home.world, [subscriberId]);
    expect(await used()).toBe(45 * MB);
  });

  it("never sets back a session that has gone on", async () => {
    const { world } = home;
    const ref = { subscriberId, sessionId: sessionId(9) };
    const row = {
      subscriber_id: subscriberId, id: ref.sessionId, started_at: instant(BEGINNING), nas_id: home.nas.id,
      site_id: home.nas.siteId, plan_id: home.planId, mac: "aa:bb:cc:dd:ee:01", up: 100, down: 100, seconds: 60,
      profile: "slow", last_report_at: instant(BEGINNING), marks: "{}",
    }; // biome-ignore format: columns
    await world.database("sessions").insert(row);
    await makeReady(world, tagOf(subscriberId));
    expect(await readSession(world.redis, ref)).toMatchObject({
      up: 100,
      down: 100,
      profile: "slow",
      endedAt: null,
    });
    await putSession(world.redis, ref, { up: 500, profile: "full" });
    await refill(world, [subscriberId]);
    expect(await readSession(world.redis, ref)).toMatchObject({ up: 500, profile: "full" });
  });
});

describe("a session that was signed for but is stored nowhere", () => {
  it("is not counted twice when two reports restore it at once", async () => {
    const { world } = home;
    await makeReady(world, tagOf(subscriberId));
    await refill(world, [subscriberId]);
    const booking = { subscriberId, sessionId: sessionId(5) };
    await recreate(world, bookingOf(BEGINNING + 60_000, booking));
    await report(world.redis, BEGINNING + 60_000, { ...booking, down: 10 * MB });
    await recreate(world, bookingOf(BEGINNING + 61_000, booking));
    await report(world.redis, BEGINNING + 61_000, { ...booking, down: 10 * MB });
    expect(await readSession(world.redis, booking)).toMatchObject({ down: 10 * MB });
    const usage = await usageOf(world.redis, subscriberId);
    expect(usage[`o:${BEGINNING / 1000}`]).toMatch(new RegExp(`^\\d+:${10 * MB}:\\d+$`));
  });
});
