import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Report, unmarked } from "#access/quota/marks";
import { periodsAt } from "#access/quota/period";
import { timely, weighed } from "#access/quota/weighed";
import { keys, tagOf } from "#access/redis/keys";
import { account } from "#access/session/account-live";
import type { Booking } from "#access/session/booking";
import { readSession } from "#access/session/live";
import { listedSessions } from "#access/subscriber/live";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { BEGAN, disorder, narrowSession, played, wideSession } from "../quota/reports.ts";
import { ledger, putPerson, putSession, usageOf } from "./live.ts";

const SUBSCRIBER = 77;
const TAG = tagOf(SUBSCRIBER);
const ZONE = "Asia/Ho_Chi_Minh";
const SESSION = "00000000000000a1";
const GB = 1_000_000_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const openSession = (sessionId: string) =>
  putSession(
    world.redis,
    { subscriberId: SUBSCRIBER, sessionId },
    {
      startedAt: BEGAN,
      eventAt: BEGAN,
      heardAt: BEGAN,
    },
  );

beforeEach(async () => {
  await world.redis.flushall();
  await world.redis.set(keys.ready(TAG), "filled");
  await putPerson(world.redis, SUBSCRIBER, BEGAN);
  await openSession(SESSION);
});

const booking = (report: Partial<Report>, more: Partial<Booking> = {}): Booking => {
  const eventAt = report.eventAt ?? BEGAN + (report.seconds ?? 0) * 1000;
  const { day, week, month } = periodsAt(eventAt, { zone: ZONE, anchorDay: 23 });
  return {
    kind: "interim",
    subscriberId: SUBSCRIBER,
    sessionId: SESSION,
    nasId: 1,
    siteId: 1,
    mac: "aa:bb:cc:dd:ee:01",
    loginId: "w-1",
    nasSessionId: "80000001",
    address: "",
    up: 0,
    down: 0,
    seconds: 0,
    stamped: true,
    gigawords: true,
    receivedAt: eventAt,
    startedAt: BEGAN,
    anchorDay: 23,
    zone: ZONE,
    dayStartsAt: day.startsAt,
    weekStartsAt: week.startsAt,
    monthStartsAt: month.startsAt,
    cause: "",
    liveUntil: eventAt + 930_000,
    ...report,
    eventAt,
    ...more,
  };
};

const usage = (): Promise<Record<string, string>> => usageOf(world.redis, SUBSCRIBER);
const at = (text: string): number => Date.parse(text);
/** When a local day began, epoch s. */
const startOf = (day: string): number => at(`${day}T00:00:00+07:00`) / 1000;

describe("counting reports", () => {
  it("counts as access/quota/marked.ts does, report by report", async () => {
    const octets = fc.option(fc.integer({ min: 0, max: 2 ** 50 }), { nil: null });
    const anything = fc.array(
      fc
        .record({
          up: octets,
          down: octets,
          seconds: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: null }),
          eventAt: fc.integer({ min: BEGAN - 3_600_000, max: BEGAN + 86_400_000 }),
          stamped: fc.boolean(),
          gigawords: fc.boolean(),
        })
        .map((report) => ({ ...report, receivedAt: report.eventAt })),
      { minLength: 1, maxLength: 25 },
    );
    const disordered = fc
      .oneof(wideSession, narrowSession)
      .chain(([steps, habit]) =>
        disorder(steps.length, 12).map((order) => ({ reports: played(steps, habit).reports, order })),
      )
      .map(({ reports, order }) => order.map((index) => reports[index] as Report));
    // octets a second: any number, or so few that much is withheld
    const anySpeed = fc.constantFrom(0, 2 ** 20, 2 ** 28, 2 ** 38);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, disordered), anySpeed, async (reports, fastest) => {
        number += 1;
        const sessionId = number.toString(16).padStart(16, "0");
        await openSession(sessionId);
        const booked = await account(
          world.redis,
          reports.map((report) => booking(report, { sessionId, fastest })),
        );
        let marks = unmarked(BEGAN);
        for (const [index, report] of reports.entries()) {
          marks = weighed(marks, timely(report, BEGAN, report.eventAt), fastest || Number.POSITIVE_INFINITY);
          const reply = booked[index];
          const { up, down, seconds } = marks;
          expect(reply?.kind === "ok" && reply.counted.session).toEqual({ up, down, seconds });
        }
      }),
      { numRuns: 2_000 },
    );
  }, 20_000);

  it("remembers the time of a report that says nothing else new", async () => {
    const fastest = 1_000;
    const later = { down: 0, seconds: 0, eventAt: BEGAN + 5_000, stamped: false };
    const report = { down: 12 * fastest, seconds: 0, eventAt: BEGAN };
    const [, , last] = await account(world.redis, [
      booking({ ...later, eventAt: BEGAN }),
      booking(later),
      booking(report, { fastest }),
    ]);
    expect(last?.kind === "ok" && last.counted.session.down).toBe(12 * fastest);
  });

  it("adds the same rise to the day, the week, the month and the plan's life", async () => {
    const [first] = await account(world.redis, [booking({ up: GB, down: 9 * GB, seconds: 600 })]);
    const life = Math.floor(BEGAN / 1000);
    const used = { up: GB, down: 9 * GB, seconds: 600 };
    expect(first?.kind === "ok" && first.counted).toMatchObject({
      ...{ session: used, day: used, week: used, month: used, once: used },
    });
    expect((await usage())[`o:${life}`]).toBe("1000000000:9000000000:600");
  });

  it("divides by time what passed over midnight", async () => {
    const before = at("2026-11-24T23:50:00+07:00");
    const after = at("2026-11-25T00:20:00+07:00");
    await account(world.redis, [
      booking({ down: 0, seconds: 100, eventAt: before }),
      booking({ down: 3_000, seconds: 1_900, eventAt: after }),
    ]);
    const day = (text: string): number => Math.floor(at(text) / 1000);
    const hash = await usage();
    expect(hash[`d:${day("2026-11-24T00:00:00+07:00")}`]).toBe("0:1000:700");
    expect(hash[`d:${day("2026-11-25T00:00:00+07:00")}`]).toBe("0:2000:1200");
    expect(hash[`w:${day("2026-11-23T00:00:00+07:00")}`]).toBe("0:3000:1900");
  });

  it("divides by time what passed before the first report, where no Start came", async () => {
    const sessionId = "00000000000000a2";
    const startedAt = at("2026-11-24T23:50:00+07:00");
    const ref = { subscriberId: SUBSCRIBER, sessionId };
    await putSession(world.redis, ref, { startedAt, eventAt: startedAt, heardAt: startedAt });
    const eventAt = at("2026-11-25T00:20:00+07:00");
    await account(world.redis, [booking({ down: 3_000, seconds: 1_800, eventAt }, { sessionId, startedAt })]);
    expect(await usage()).toMatchObject({
      [`d:${startOf("2026-11-24")}`]: "0:1000:600",
      [`d:${startOf("2026-11-25")}`]: "0:2000:1200",
    });
  });

  it("divides by time what passed over several midnights, a Monday and a month's beginning", async () => {
    const before = at("2026-12-19T18:00:00+07:00"); // a Saturday
    const after = at("2026-12-23T06:00:00+07:00");
    const seconds = (after - before) / 1000;
    await account(world.redis, [
      booking({ down: 0, seconds: 100, eventAt: before }),
      booking({ down: 84_000, seconds: seconds + 100, eventAt: after }),
    ]);
    const HOUR = 3_600;
    expect(await usage()).toMatchObject({
      [`d:${startOf("2026-12-19")}`]: `0:6000:${6 * HOUR + 100}`,
      [`d:${startOf("2026-12-20")}`]: `0:24000:${24 * HOUR}`,
      [`d:${startOf("2026-12-21")}`]: `0:24000:${24 * HOUR}`,
      [`d:${startOf("2026-12-22")}`]: `0:24000:${24 * HOUR}`,
      [`d:${startOf("2026-12-23")}`]: `0:6000:${6 * HOUR}`,
      [`w:${startOf("2026-12-14")}`]: `0:30000:${30 * HOUR + 100}`,
      [`w:${startOf("2026-12-21")}`]: `0:54000:${54 * HOUR}`,
      [`m:${startOf("2026-11-23")}`]: `0:78000:${78 * HOUR + 100}`,
      [`m:${startOf("2026-12-23")}`]: `0:6000:${6 * HOUR}`,
    });
  });

  it("writes the ledger once for a report however often it is repeated", async () => {
    const report = booking({ down: GB, seconds: 60 });
    await account(world.redis, [report, report, report]);
    await account(world.redis, [report]);
    expect(await ledger(world.redis)).toHaveLength(1);
  });

  it("counts the others when one report of a batch is bad", async () => {
    await world.redis.set(keys.session(TAG, "00000000000000b2"), "many octets of somebody else's");
    const booked = await account(world.redis, [
      booking({ down: GB, seconds: 60 }),
      booking({ down: GB, seconds: 60 }, { sessionId: "00000000000000b2" }),
      booking({ down: 2 * GB, seconds: 120 }),
    ]);
    expect(booked.map(({ kind }) => kind)).toEqual(["ok", "error", "ok"]);
    expect((await readSession(world.redis, { subscriberId: SUBSCRIBER, sessionId: SESSION }))?.down).toBe(
      2 * GB,
    );
  });

  it("says so when it does not know the session, or was not filled", async () => {
    const [unknown] = await account(world.redis, [booking({}, { sessionId: "00000000000000cc" })]);
    expect(unknown).toEqual({ kind: "unknown" });
    await world.redis.del(keys.person(TAG, SUBSCRIBER));
    const [nobody] = await account(world.redis, [booking({})]);
    expect(nobody).toEqual({ kind: "unknown" });
    await world.redis.del(keys.ready(TAG));
    const [empty] = await account(world.redis, [booking({})]);
    expect(empty).toEqual({ kind: "not-ready" });
  });

  it("ends a session at its Stop, counts what comes late, and does not open it again", async () => {
    await account(world.redis, [
      booking({ down: GB, seconds: 600 }, { kind: "stop", cause: "User-Request" }),
    ]);
    await account(world.redis, [booking({ down: 2 * GB, seconds: 700 })]);
    const session = await readSession(world.redis, { subscriberId: SUBSCRIBER, sessionId: SESSION });
    expect(session).toMatchObject({ down: 2 * GB, endedAt: BEGAN + 600_000 });
    expect(await listedSessions(world.redis, SUBSCRIBER)).toEqual([]);
  });

  it("opens again a session that was only silent", async () => {
    await putSession(
      world.redis,
      { subscriberId: SUBSCRIBER, sessionId: SESSION },
      {
        endedAt: BEGAN + 1,
        cause: "silent",
      },
    );
    await account(world.redis, [booking({ down: GB, seconds: 600 })]);
    expect(
      (await readSession(world.redis, { subscriberId: SUBSCRIBER, sessionId: SESSION }))?.endedAt,
    ).toBeNull();
  });

  it("forgets the counters of days long past", async () => {
    for (let day = 0; day < 30; day += 1) {
      const eventAt = BEGAN + day * 86_400_000;
      await account(world.redis, [booking({ down: (day + 1) * GB, seconds: day * 86_400 + 1, eventAt })]);
    }
    const days = Object.keys(await usage()).filter((field) => field.startsWith("d:"));
    expect(days.length).toBeLessThan(30);
    expect(Object.keys(await usage()).length).toBeLessThan(64);
  });
});
