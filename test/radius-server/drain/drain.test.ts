import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NO_MARKS, packPage } from "#access/ledger/entry";
import { reportsOf } from "#access/ledger/store";
import { instant } from "#access/postgres/instant";
import { keys } from "#access/redis/keys";
import { packMarks, unpackMarks } from "#access/session/kept-marks";
import { readTrace } from "#access/trace/trace";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { drainAll, MAC, recordOf, SESSION, SUBSCRIBER, settle, total, withDrain, write } from "./pages.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await settle(world, 1);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
  await world.database.raw(`truncate sessions, usage_days, traces, ledger, reports_in_doubt, authorization_changes;
    update ledger_positions set position = '0-0'`);
});

const at = (seconds: number): number => world.now() + seconds * 1000;
const sessions = () =>
  world.database("sessions").select("id", "up", "down", "seconds", "ended_at", "end_cause");

describe("the ledger stream", () => {
  it("is stored and then trimmed, and only then", async () => {
    await write(world, [[recordOf({ down: 100 })], [recordOf({ down: 200 })]]);
    await drainAll(world);
    expect(await sessions()).toMatchObject([{ id: SESSION, down: 200 }]);
    expect(await world.redis.xlen(keys.ledger(0))).toBe(1); // keeps the stream's place
  });

  it("stays where it is while PostgreSQL cannot take it", async () => {
    await write(world, [[recordOf({ down: 100 })], [recordOf({ down: 200 })]]);
    await world.database.raw("alter table usage_days rename to away");
    await write(world, [[recordOf({ usage: [total("d", world.now(), 5)] })]]);
    await expect(drainAll(world)).rejects.toThrow();
    expect([await sessions(), await world.redis.xlen(keys.ledger(0))]).toEqual([[], 3]);
    await world.database.raw("alter table away rename to usage_days");
    await drainAll(world);
    expect(await sessions()).toMatchObject([{ down: 200 }]);
  });

  it("is read from every stream, whichever the records went to", async () => {
    await write(world, [[recordOf({ down: 1 })]], 0);
    await write(world, [[recordOf({ subscriberId: 5, sessionId: "b", down: 5 })]], 5);
    await write(world, [[recordOf({ subscriberId: 63, sessionId: "c", down: 63 })]], 63);
    await drainAll(world);
    expect((await sessions()).map(({ down }) => down).sort((a, b) => a - b)).toEqual([1, 5, 63]);
  });

  it("goes on behind an entry that only keeps its place, and one that nobody of ours wrote", async () => {
    await world.redis.xadd(keys.ledger(0), "*", "k", "continued");
    await world.redis.xadd(keys.ledger(0), "*", "r", "[not a page]");
    await world.redis.xadd(keys.ledger(0), "*", "h", "[a form of before]", "s", "[of then]");
    await write(world, [[recordOf({ down: 7 })]]);
    await drainAll(world);
    expect(await sessions()).toMatchObject([{ down: 7 }]);
    const kept = await world.database("ledger").orderBy("entry").pluck("page");
    expect(String(kept[0])).toContain("[not a page]");
    expect(String(kept[1])).toContain("[a form of before]");
  });

  it("is stored once by two drains that take turns, and neither trusts what it knew before the other's turn", async () => {
    await withDrain(world, (first) =>
      withDrain(world, async (second) => {
        await write(world, [[recordOf({ down: 1 })]]);
        expect((await first.round(1)).records).toBe(1);
        expect((await second.round(1)).records).toBe(0); // read again, and found to be stored
        await write(world, [[recordOf({ kind: "stop", down: 2, endedAt: at(1), cause: "User-Request" })]]);
        expect((await second.round(1)).records).toBe(1);
        await write(world, [[recordOf({ down: 3 })]]); // as before the Stop, as far as the first knows
        await first.round(1);
        while ((await first.round(1)).entries > 0);
        expect(await sessions()).toMatchObject([{ down: 3, ended_at: null }]);
      }),
    );
  });
});

describe("a session", () => {
  it("is not stored while it was only opened", async () => {
    await write(world, [[recordOf({ kind: "open", marks: NO_MARKS, trace: '{"code":2}' })]]);
    await drainAll(world);
    expect(await sessions()).toEqual([]);
    await write(world, [[recordOf({ kind: "wish", marks: NO_MARKS })]]);
    await drainAll(world);
    expect(await sessions()).toEqual([]);
  });

  it.each(["start", "interim", "stop", "close"])("is stored by its first %s", async (kind) => {
    await write(world, [[recordOf({ kind, marks: NO_MARKS })]]);
    await drainAll(world);
    expect(await sessions()).toHaveLength(1);
  });

  it("goes on, changes and ends as each record says, also where it is known to be stored", async () => {
    await withDrain(world, async ({ round }) => {
      const say = async (wishes: Parameters<typeof recordOf>[0]) => {
        await write(world, [[recordOf(wishes)]]);
        await round(1);
        return (await world.database("sessions").first()) as Record<string, unknown>;
      };
      await say({ kind: "start" });
      const going = {
        up: 5,
        down: 2 ** 40,
        seconds: 60,
        receivedAt: at(60),
        marks: packMarks([1, [2, 3]], at(59), true),
        eventAt: at(59),
      };
      expect(await say(going)).toMatchObject({ up: 5, down: 2 ** 40, seconds: 60, last_report_at: at(60) });
      const { marks } = (await world.database("sessions").first("marks")) as { marks: Buffer };
      expect(unpackMarks(marks)).toEqual({ h: [1, [2, 3]], ev: at(59), st: "1" });
      expect(await say({ ...going, profile: "slow", address: "10.1.2.4" })).toMatchObject({
        profile: "slow",
        framed_ip: "10.1.2.4",
      });
      const ended = { ...going, kind: "stop", endedAt: at(61), cause: "User-Request" };
      expect(await say(ended)).toMatchObject({
        ended_at: at(61),
        end_cause: "User-Request",
        profile: "full",
      });
    });
  });

  it("is stored again when its row is gone, although it was known to be there", async () => {
    await withDrain(world, async ({ round }) => {
      await write(world, [[recordOf({ down: 1 }), recordOf({ sessionId: "b", down: 1 })]]);
      await round(1);
      await world.database("sessions").where({ id: SESSION }).delete();
      await write(world, [[recordOf({ down: 2 }), recordOf({ sessionId: "b", down: 2 })]]);
      await round(1);
      expect((await sessions()).map(({ down }) => down)).toEqual([2, 2]);
    });
  });

  it("never falls back behind what it had come to", async () => {
    await write(world, [[recordOf({ down: 100, seconds: 60 })], [recordOf({ down: 50, seconds: 30 })]]);
    await drainAll(world);
    await write(world, [[recordOf({ down: 70 })]]);
    await drainAll(world);
    expect(await sessions()).toMatchObject([{ down: 100, seconds: 60 }]);
  });
});

describe("what a person used", () => {
  const DAY = 86_400_000;
  const midnight = Date.parse("2026-11-23T00:00+07:00");
  const usage = () =>
    world.database("usage").orderBy(["per", "starts_at"]).select("per", "starts_at as startsAt", "down");

  it("has the day's, week's, month's and plan's totals in one row, and a view of them", async () => {
    const month = Date.parse("2026-11-01T00:00+07:00");
    const touched = [
      total("d", midnight, 1),
      total("w", midnight, 2),
      total("m", month, 3),
      total("o", month - DAY, 4),
    ];
    await write(world, [[recordOf({ usage: touched })]]);
    await drainAll(world);
    expect(await world.database("usage_days").count()).toEqual([{ count: 1 }]);
    expect(await usage()).toEqual([
      { per: "day", startsAt: midnight, down: 1 },
      { per: "month", startsAt: month, down: 3 },
      { per: "once", startsAt: month - DAY, down: 4 },
      { per: "week", startsAt: midnight, down: 2 },
    ]);
  });

  it("keeps both sides of a midnight on which a week begins", async () => {
    const [day, week] = [midnight, midnight];
    const touched = [
      ...[total("d", day - DAY, 10), total("d", day, 1), total("w", week - 7 * DAY, 70), total("w", week, 1)],
      ...[total("m", day - 22 * DAY, 80), total("o", 0, 80)],
    ];
    await write(world, [[recordOf({ usage: touched })]]);
    await drainAll(world);
    expect((await usage()).filter(({ per }) => per === "week")).toEqual([
      { per: "week", startsAt: week - 7 * DAY, down: 70 },
      { per: "week", startsAt: week, down: 1 },
    ]);
    expect((await usage()).filter(({ per }) => per === "month")).toHaveLength(1);
  });

  it("keeps what was used under the plan before, on the day of the change", async () => {
    const under = (since: number, down: number) => [
      ...[total("d", midnight, 5 + down), total("w", midnight, 5), total("m", midnight, 5)],
      total("o", since, down),
    ];
    await write(world, [
      [recordOf({ usage: under(0, 900) })],
      [recordOf({ usage: under(midnight + 3_600_000, 7) })],
    ]);
    await drainAll(world);
    expect((await usage()).filter(({ per }) => per === "once").map(({ down }) => down)).toEqual([900, 7]);
    expect((await usage()).filter(({ per }) => per === "day").map(({ down }) => down)).toEqual([905]);
  });

  it("counts a late report to its own day, and its week by whichever day says most", async () => {
    const week = midnight - 7 * DAY;
    const on = (day: number, down: number, inAll: number) =>
      recordOf({
        usage: [
          total("d", day, down),
          total("w", week, inAll),
          total("m", week, inAll),
          total("o", 0, inAll),
        ],
      });
    await write(world, [[on(midnight - DAY, 10, 10)], [on(midnight - 2 * DAY, 3, 13)]]);
    await drainAll(world);
    expect((await usage()).map(({ per, down }) => [per, down])).toEqual([
      ["day", 3],
      ["day", 10],
      ["month", 13],
      ["once", 13],
      ["week", 13],
    ]);
  });
});

describe("evidence", () => {
  it("of a session is every report of it, found in the pages they came in", async () => {
    const other = recordOf({ sessionId: "b" });
    const said = (kind: string, down: number, receivedAt: number) => recordOf({ kind, down, receivedAt });
    await write(world, [
      [said("open", 0, at(0)), other],
      [other, said("start", 0, at(1)), said("interim", 10, at(2))],
      [said("interim", 20, at(300)), other],
      [said("close", 20, at(301))],
    ]);
    await drainAll(world);
    const ref = { subscriberId: SUBSCRIBER, sessionId: SESSION };
    const found = await reportsOf(world.database, { ...ref, from: at(0), to: at(400) });
    expect(found.map(({ record }) => [record[0], record[12]])).toEqual([
      ["start", 0],
      ["interim", 10],
      ["interim", 20],
    ]);
    expect(found.map(({ name }) => name.replace(/:.*:/, ":"))).toEqual(["0:1", "0:2", "0:0"]);
    expect(await reportsOf(world.database, { ...ref, from: at(3), to: at(299) })).toEqual([]);
    expect(await reportsOf(world.database, { ...ref, subscriberId: 99, from: at(0), to: at(400) })).toEqual(
      [],
    );
  });

  it("is not what logins were decided on", async () => {
    const login = recordOf({ kind: "login", trace: '{"code":3}', startedAt: 0 });
    await write(world, [[login], [recordOf({ down: 5 }), login]]);
    await drainAll(world);
    const pages = await world.database("ledger").pluck("page");
    expect(pages.map((page: Buffer) => page.includes("code"))).toEqual([false]);
    expect(pages[0]).toEqual(packPage([recordOf({ down: 5 }), recordOf({ kind: "login", startedAt: 0 })]));
  });

  it("of what was not plain stands by itself", async () => {
    await write(world, [
      [
        recordOf(),
        recordOf({ kind: "stray", subscriberId: 0, sessionId: "theirs", startedAt: 0, down: 9 }),
        recordOf({ claimedDown: 0 }),
        recordOf({ saidAt: 12_345 }),
        recordOf({ kind: "confirm" }),
        recordOf({ kind: "close" }),
      ],
    ]);
    await drainAll(world);
    const rows = await world
      .database("reports_in_doubt")
      .orderBy("entry")
      .select("kind", "subscriber_id", "claimed_down", "said_at");
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["stray", 0, null, null],
      ["interim", 1, 0, null],
      ["interim", 1, null, 12_345],
      ["confirm", 1, null, null],
    ]);
    expect(await world.database("sessions").where({ id: "theirs" })).toEqual([]);
  });
});

describe("a change of authorization", () => {
  const sent = async (wish: string, answer = "acknowledged") => {
    const [{ id }] = await world
      .database("authorization_changes")
      .insert({
        ...{ subscriber_id: SUBSCRIBER, session_id: SESSION, nas_id: 1, wish, cause: "quota", means: "coa" },
        ...{ sent_at: instant(at(0)), answer },
      })
      .returning("id");
    return async () => (await world.database("authorization_changes").where({ id }).first()).seen_at;
  };

  it("is seen in the first report after it, an end only in the Stop", async () => {
    const [slow, end, refused] = [await sent("slow"), await sent("end"), await sent("slow", "refused")];
    await write(world, [[recordOf({ receivedAt: at(0) })]]);
    await drainAll(world);
    expect(await slow()).toBeNull();
    await write(world, [[recordOf({ sessionId: "b", receivedAt: at(5) })]]);
    await write(world, [[recordOf({ receivedAt: at(10) }), recordOf({ receivedAt: at(20) })]]);
    await write(world, [[recordOf({ kind: "stop", receivedAt: at(30) })]]);
    await drainAll(world);
    expect([await slow(), await end(), await refused()]).toEqual([at(10), at(30), null]);
  });
});

describe("a refused or accepted login", () => {
  it("is one row that says who, where and why", async () => {
    const more = { siteId: 1, receivedAt: at(1) };
    await write(world, [
      [recordOf({ kind: "open", trace: '{"code":2}', marks: NO_MARKS, ...more })],
      [
        recordOf({
          kind: "login",
          subscriberId: 0,
          mac: "",
          startedAt: 0,
          cause: "grant_unknown",
          sessionId: "",
        }),
      ],
    ]);
    await drainAll(world);
    const rows = await world.database("traces").orderBy("at", "desc").select();
    expect(rows).toMatchObject([
      {
        at: at(1),
        subscriber_id: SUBSCRIBER,
        site_id: 1,
        mac: MAC,
        login_id: "w-1",
        session_id: SESSION,
        outcome: "ok",
      },
      {
        at: at(0),
        subscriber_id: null,
        site_id: null,
        mac: null,
        session_id: null,
        outcome: "grant_unknown",
      },
    ]);
    expect(readTrace(rows[1].trace)).toMatchObject({ code: 3 });
    expect(await world.database("ledger")).toEqual([]);
  });
});
