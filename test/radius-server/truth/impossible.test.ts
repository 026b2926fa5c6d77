import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { periodsAt } from "#access/quota/period";
import { confirmWithheld } from "#access/session/confirm";
import { faultsByReason } from "../faults.ts";
import { GB, MB, openScene, type Scene, type Told } from "./scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const usedToday = async (told: Told): Promise<number> => {
  const rows = await scene.home.world
    .database("usage")
    .where({ subscriber_id: told.subscriberId, per: "day" })
    .sum("down as down");
  return Number(rows[0]?.["down"]);
};

const quarantined = async (told: Told) => {
  const { sessionId } = await told.known();
  return scene.home.world
    .database("reports_in_doubt")
    .where({ session_id: sessionId })
    .whereNotNull("claimed_down")
    .select("claimed_down", "down");
};

describe("a report of more than 2 Gbit/s", () => {
  it("is answered and kept, not charged, and counted as a fault of its NAS", async () => {
    const told = await scene.online("e1");
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 20 * MB, seconds: 300 });
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 900 * GB, seconds: 600 });
    expect(await told.known()).toMatchObject({ down: 20 * MB, seconds: 600 });
    await expect.poll(() => quarantined(told)).toEqual([{ claimed_down: 900 * GB, down: 20 * MB }]);
    expect(await usedToday(told)).toBe(20 * MB);
    expect(await faultsByReason(scene.home.world)).toMatchObject({ "rate-impossible": 1 });
  });
});

describe("a counter whose high word is wrong in two reports", () => {
  it("counts on from before, is shown as it was claimed, and leaves nothing to confirm", async () => {
    const { world } = scene.home;
    const told = await scene.online("e8");
    for (const [seconds, down] of [
      [300, 20 * MB],
      [600, 900 * GB + 30 * MB],
      [900, 900 * GB + 40 * MB],
      [1_200, 60 * MB],
    ] as const) {
      world.clock.advance(300);
      await told.tell({ status: "Interim-Update", down, seconds });
    }
    expect(await told.known()).toMatchObject({ down: 60 * MB });
    await expect.poll(() => quarantined(told)).toEqual([{ claimed_down: 900 * GB + 30 * MB, down: 20 * MB }]);
    expect(await confirmWithheld(world, await told.known())).toEqual({ up: 0, down: 0 });
  });
});

describe("a counter of nearly 2^64", () => {
  it("is kept as one that is shown, not as one below nothing", async () => {
    const told = await scene.online("e7");
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: (2 ** 32 - 1) * 2 ** 32, seconds: 300 });
    await expect.poll(() => quarantined(told)).toEqual([{ claimed_down: Number.MAX_SAFE_INTEGER, down: 0 }]);
  });
});

describe("octets that were withheld", () => {
  /** A session of 20 MB whose next report claims what no link carries. */
  const withheldOf = async (name: string) => {
    const { clock } = scene.home.world;
    const told = await scene.online(name);
    clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 20 * MB, seconds: 300 });
    clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 900 * GB, seconds: 600 });
    return told;
  };

  it("are charged once, when somebody confirms them, and counting goes on from there", async () => {
    const { world } = scene.home;
    const told = await withheldOf("e4");
    const session = await told.known();
    expect(await confirmWithheld(world, session)).toEqual({ up: 0, down: 900 * GB - 20 * MB });
    expect(await confirmWithheld(world, session)).toEqual({ up: 0, down: 0 });
    expect((await told.known()).endedAt).toBeNull();
    await expect.poll(() => usedToday(told)).toBe(900 * GB);
    world.clock.advance(300);
    await told.tell({ status: "Stop", down: 900 * GB + MB, seconds: 900 });
    await expect.poll(() => usedToday(told)).toBe(900 * GB + MB);
  });

  it("are charged to the local day they were reported in, also after Redis was emptied", async () => {
    const { world } = scene.home;
    const told = await withheldOf("e6");
    await expect.poll(() => quarantined(told)).toHaveLength(1);
    const session = await told.known();
    await world.redis.flushall();
    await confirmWithheld(world, session);
    const today = periodsAt(world.now(), { zone: scene.home.nas.zone, anchorDay: 1 }).day.startsAt;
    const days = () =>
      world
        .database("usage")
        .where({ subscriber_id: told.subscriberId, per: "day" })
        .select("starts_at as startsAt", "down");
    await expect.poll(days).toEqual([{ startsAt: today, down: 900 * GB }]);
  });

  it("of a counter that jumped are charged too, after the session has ended", async () => {
    const { world } = scene.home;
    const told = await scene.online("e5");
    for (const [seconds, down] of [
      [300, 20 * MB],
      [600, 900 * GB],
      [900, 900 * GB + 5 * MB],
    ] as const) {
      world.clock.advance(300);
      const status = seconds === 900 ? "Stop" : "Interim-Update";
      await told.tell({ status, down, seconds });
    }
    expect((await told.known()).down).toBe(25 * MB);
    await confirmWithheld(world, await told.known());
    expect(await told.known()).toMatchObject({ down: 900 * GB + 5 * MB, endedAt: world.now() });
  });
});

describe("a session time of 2^32 - 1 seconds", () => {
  it("is taken as unknown: its octets count, its time does not", async () => {
    const told = await scene.online("e2");
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 20 * MB, seconds: 2 ** 32 - 1 });
    expect(await told.known()).toMatchObject({ down: 20 * MB, seconds: 0 });
    await told.tell({ status: "Interim-Update", down: 21 * MB, seconds: 301 });
    expect(await told.known()).toMatchObject({ down: 21 * MB, seconds: 301 });
    expect(await faultsByReason(scene.home.world)).toMatchObject({ "session-time-impossible": 1 });
  });
});

describe("a NAS with a link of its own", () => {
  it("is held to that instead", async () => {
    const { world, nas, restart } = scene.home;
    await restart(async () => {
      await world.database("nas").where({ id: nas.id }).update({ fastest_kbps: 100_000 });
    });
    const told = await scene.online("e3");
    world.clock.advance(10);
    await told.tell({ status: "Interim-Update", down: GB, seconds: 10 });
    expect((await told.known()).down).toBe(0);
  });
});
