import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LedgerRecord, NO_MARKS } from "#access/ledger/entry";
import type { PeriodTotal } from "#access/quota/totals";
import { keys } from "#access/redis/keys";
import { packMarks } from "#access/session/kept-marks";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { drainAll, recordOf, settle, withDrain, write } from "./pages.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await settle(world, PEOPLE);
});
afterAll(() => world.close());

const PEOPLE = 3;
const DAY = 86_400;
const MONDAY = Date.parse("2026-11-23T00:00+07:00") / 1000;
const letters = ["d", "w", "m", "o"] as const;

const amount = fc.nat({ max: 5 });

/** Starts of periods as an event on one of four days touches them; two events may straddle a midnight. */
const startsOn = (day: number, since: number): Record<(typeof letters)[number], number> => ({
  d: MONDAY + day * DAY,
  w: MONDAY + (day < 0 ? -7 : 0) * DAY,
  m: MONDAY - 22 * DAY,
  o: since,
});

const usage = fc
  .tuple(fc.subarray([-2, -1, 0, 1], { minLength: 1, maxLength: 2 }), fc.constantFrom(5, 6), amount)
  .map(([days, since, used]) => {
    const touched = new Map<string, PeriodTotal>();
    for (const day of days)
      for (const [letter, start] of Object.entries(startsOn(day, since)))
        touched.set(`${letter}${start}`, [letter, start, used, used * 2, used * 3]);
    return [...touched.values()];
  });

const record: fc.Arbitrary<LedgerRecord> = fc
  .record({
    kind: fc.constantFrom("open", "start", "interim", "stop", "confirm", "close", "wish", "login", "stray"),
    subscriberId: fc.integer({ min: 1, max: PEOPLE }),
    session: amount,
    up: amount,
    down: amount,
    seconds: amount,
    receivedAt: amount,
    endedAt: amount,
    address: fc.constantFrom("", "10.0.0.1", "10.0.0.2 2001:db8::1 - -", "- - 2001:db8::/60 -"),
    profile: fc.constantFrom("full", "slow"),
    nasSessionId: fc.constantFrom("", "8000"),
    marks: fc.constantFrom(NO_MARKS, packMarks([1, [2, 3]], 7, true), packMarks([4, [5]], 8, true)),
    saidAt: fc.constantFrom(0, 0, 77),
    usage,
  })
  .map(({ session, receivedAt, endedAt, ...more }) => {
    const isSession = !["login", "stray"].includes(more.kind);
    return recordOf({
      ...more,
      sessionId: `s${session}-${more.subscriberId}`,
      startedAt: isSession ? world.now() : 0,
      receivedAt: world.now() + receivedAt,
      eventAt: world.now() + receivedAt,
      endedAt: endedAt > 3 ? world.now() + endedAt : 0,
      usage: ["start", "interim", "stop", "confirm"].includes(more.kind) ? more.usage : [],
      trace: ["open", "login"].includes(more.kind) ? "{}" : "",
    });
  });

const TABLES = ["sessions", "usage_days", "traces", "ledger", "reports_in_doubt", "devices"] as const;

const empty = async (): Promise<void> => {
  await world.redis.flushall();
  await world.database.raw(`truncate ${TABLES.join(", ")}; update ledger_positions set position = '0-0'`);
};

/** All that is stored, but for ids of entries, which Redis draws, and when devices were seen within an hour. */
const rows = async (): Promise<unknown> =>
  Promise.all([
    world.database("sessions").orderBy(["subscriber_id", "id"]),
    world.database("usage_days").orderBy(["subscriber_id", "day_at", "once_at"]),
    world.database("traces").orderBy("entry").select("at", "subscriber_id", "session_id", "outcome"),
    world.database("ledger").orderBy("entry").select("received_at", "last_received_at", "page"),
    world.database("reports_in_doubt").orderBy("entry").select("kind", "subscriber_id", "said_at"),
    world.database("devices").orderBy("subscriber_id").select("subscriber_id", "mac"),
  ]);

/** How pages are stored: so many at a time by so many drains in turn, some of which are killed before they commit. */
const course = fc.array(
  fc.record({ pages: fc.integer({ min: 0, max: 3 }), fate: fc.constantFrom("lives", "new", "killed") }),
  {
    maxLength: 8,
  },
);

/** A round that does not come to its end: the place it was to reach cannot be noted. */
const killedRound = async (): Promise<void> => {
  await world.database.raw(
    "alter table ledger_positions add constraint killed check (committed_at < '2000-01-01') not valid",
  );
  await expect(withDrain(world, ({ round }) => round(1))).rejects.toThrow("killed");
  await world.database.raw("alter table ledger_positions drop constraint killed");
};

describe("pages of the ledger", () => {
  it("leave the same rows however they are split, read again after a crash, and by whom", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(record, { minLength: 1, maxLength: 4 }), { maxLength: 10 }),
        course,
        async (pages, steps) => {
          await empty();
          await write(world, pages);
          await drainAll(world);
          const wanted = await rows();
          await empty();
          const left = [...pages];
          await withDrain(world, async ({ round }) => {
            for (const { pages: count, fate } of [...steps, { pages: left.length, fate: "lives" }]) {
              const written = left.splice(0, count);
              await write(world, written);
              if (fate === "killed" && written.length > 0) await killedRound();
              if (fate === "new") await drainAll(world);
              while ((await round(1)).entries > 0);
            }
          });
          expect(await rows()).toEqual(wanted);
          expect(await world.redis.xlen(keys.ledger(0))).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);
});
