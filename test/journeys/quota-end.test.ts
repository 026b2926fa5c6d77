import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Nas } from "#access/nas/nas";
import { announce } from "#access/notice/live";
import { SHOWROOM } from "#access/site/demo/places";
import { changePlan } from "#access/subscriber/store";
import { speaking } from "#lab/lab";
import type { Session } from "#lab/nas/session";
import { goOnline, type Hotspot, openHotspot } from "./hotspot.ts";

const MEGA = 1_000_000;
const SOON = { timeout: 15_000, interval: 20 };

let hotspot: Hotspot;
beforeAll(async () => {
  hotspot = await openHotspot();
});
afterAll(() => hotspot.close());

/** Lets the access point report until something is so, as its interims would in the course of an interval. */
const whileReporting = (sessions: readonly Session[], claim: () => void): Promise<void> =>
  vi.waitFor(async () => {
    await Promise.all(sessions.map((session) => session.report()));
    claim();
  }, SOON);

const showroom = (): readonly Nas[] => hotspot.lab.points.filter(({ slug }) => slug.startsWith(SHOWROOM));

describe("a data quota that runs out", () => {
  it("slows a running session where the plan says slow", async () => {
    const { session, attachment } = await goOnline(hotspot, showroom()[0]!);
    session.pass({ up: 2 * MEGA, down: 19 * MEGA });
    await session.report();
    await session.report();
    await vi.waitFor(
      () => expect(session.standing().limits).toMatchObject({ downKbps: 512, upKbps: 256 }),
      SOON,
    );
    expect(session.standing().ended).toBeNull();
    await attachment.leave("User-Request");
  });

  it("counts both devices of a person together", async () => {
    const [one, other] = showroom();
    const first = await goOnline(hotspot, one!);
    const second = await goOnline(hotspot, other!, first.phone);
    first.session.pass({ up: 0, down: 11 * MEGA });
    second.session.pass({ up: 0, down: 11 * MEGA });
    await whileReporting([first.session, second.session], () => {
      expect(first.session.standing().limits.downKbps).toBe(512);
      expect(second.session.standing().limits.downKbps).toBe(512);
    });
    await Promise.all([first, second].map(({ attachment }) => attachment.leave("User-Request")));
  });

  it.each(["uam", "mikrotik", "generic"] as const)(
    "ends a running session of a %s access point where the plan says stop",
    async (dialect) => {
      const nas = speaking(hotspot.lab.points, dialect)[2]!;
      const { session, subscriberId, attachment } = await goOnline(hotspot, nas);
      const { database, redis } = hotspot.world;
      const plan = await database("plans").where({ code: "thu-nho" }).first("id");
      await changePlan(database, { subscriberId, planId: plan.id, at: hotspot.world.now() });
      await announce(redis, { kind: "subscriber", id: subscriberId });
      session.pass({ up: MEGA, down: 20 * MEGA });
      await whileReporting([session], () => expect(session.standing().ended).not.toBeNull());
      await attachment.leave("User-Request");
    },
  );

  it("reaches PostgreSQL to the octet", async () => {
    const { session, subscriberId, attachment } = await goOnline(hotspot, showroom()[2]!);
    session.pass({ up: 1_234_567, down: 7_654_321 });
    await attachment.leave("User-Request");
    const { acknowledged } = session.standing();
    await vi.waitFor(async () => {
      const row = await hotspot.world
        .database("usage")
        .where({ subscriber_id: subscriberId, per: "day" })
        .first();
      expect(row).toMatchObject({ up: 1_234_567, down: 7_654_321 });
    }, SOON);
    expect(acknowledged).toMatchObject({ up: 1_234_567, down: 7_654_321 });
  });
});
