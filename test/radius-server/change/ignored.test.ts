import { afterEach, describe, expect, it } from "vitest";
import { refill } from "#access/session/refill";
import type { NasKind } from "#access/vendors/vendors";
import { CODE } from "#radius-server/protocol/codes";
import { faultsByReason } from "../faults.ts";
import { bringOnline, gateway, reportRequest } from "../gateway.ts";
import { refuses } from "./das.ts";
import { MAC, MB, openScene, type Scene } from "./scene.ts";

let scene: Scene;
afterEach(() => scene.close());

/** What a minute at 5 Mbit/s comes to, far above the slow 512 and 256 kbit/s, and what one at those does. */
const FAST = 37 * MB;
const SLOW = 5 * MB;

let moved: number;
const minuteAt = async (octets: number): Promise<void> => {
  moved += octets;
  await scene.report(moved);
};

/** Somebody whose day is used up, and whose NAS acknowledged that they are slow from now on. */
const slowed = async (kind: NasKind = "generic"): Promise<void> => {
  scene = await openScene(kind);
  moved = 0;
  await minuteAt(10 * MB);
  expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
  await expect.poll(async () => (await scene.session()).profile).toBe("slow");
};

const changes = () =>
  scene.home.world
    .database("authorization_changes")
    .orderBy("id")
    .select("wish", "cause", "answer", "seen_at", "ignored_at");
const wished = async () => {
  const { wish, wishCause } = await scene.session();
  return [wish, wishCause];
};
const ended = async (): Promise<void> => {
  expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
  await expect.poll(async () => (await changes()).at(-1)?.answer).toBe("acknowledged");
};

describe("a session whose access point acknowledged a slow speed and goes on fast", () => {
  it.each<NasKind>(["generic", "coovachilli", "mikrotik"])(
    "is ended at %s after two reports in a row, and the change counts as not obeyed",
    async (kind) => {
      await slowed(kind);
      for (let minute = 0; minute < 3; minute += 1) await minuteAt(FAST);
      const { world } = scene.home;
      await ended();
      expect(await changes()).toMatchObject([
        { wish: "slow", cause: "quota", answer: "acknowledged", seen_at: null, ignored_at: world.now() },
        { wish: "end", cause: "slow_ignored", answer: "acknowledged", ignored_at: null },
      ]);
      expect(await faultsByReason(world)).toMatchObject({ "slow-ignored": 1 });
      await scene.report(moved + FAST, "Stop");
      await expect.poll(async () => (await changes())[1]?.seen_at).toBe(world.now());
      expect((await changes())[0]).toMatchObject({ seen_at: null });
    },
  );

  it("goes on where it is fast once, or the report straddles the change", async () => {
    await slowed();
    for (const octets of [FAST, FAST, SLOW, FAST, SLOW]) await minuteAt(octets);
    expect(await wished()).toEqual([null, ""]);
    expect(await changes()).toMatchObject([{ wish: "slow", ignored_at: null }]);
    expect(await faultsByReason(scene.home.world)).toEqual({});
  });

  it("is answered though PostgreSQL cannot be asked, and ended with a later report", async () => {
    await slowed();
    const { database } = scene.home.world;
    await minuteAt(FAST);
    await database.raw("alter table authorization_changes rename to away");
    await minuteAt(FAST);
    await minuteAt(FAST);
    await database.raw("alter table away rename to authorization_changes");
    expect(await wished()).toEqual([null, ""]);
    await minuteAt(FAST);
    await ended();
  });

  it("goes on where its person is given more before that is sent", async () => {
    await slowed();
    scene.das.answer(refuses("Resources-Unavailable"));
    for (let minute = 0; minute < 3; minute += 1) await minuteAt(FAST);
    await scene.das.next();
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    expect(await wished()).toEqual(["end", "slow_ignored"]);
    await scene.giveMore(1_000 * MB);
    await refill(scene.home.world, [scene.subscriberId]);
    scene.home.world.clock.advance(31);
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
  });
});

describe("a session let in slow by its Access-Accept", () => {
  /** Comes back when the day is used up, and goes on fast for four minutes. */
  const cameBack = async (kind: NasKind): Promise<void> => {
    scene = await openScene(kind);
    const { home, subscriberId } = scene;
    await scene.report(10 * MB, "Stop");
    const through = await gateway(home.nas);
    const online = await bringOnline(home, through, subscriberId, MAC, "80000002");
    for (let minute = 1; minute <= 4; minute += 1) {
      home.world.clock.advance(60);
      const said = { status: "Interim-Update", up: 0, down: minute * FAST, seconds: minute * 60 } as const;
      const report = reportRequest(home.nas, { ...online, ...said, eventAt: home.world.now() });
      await through.ask(home.radius.acctPort, report);
    }
    through.close();
  };

  it("is ended as well where it goes on fast", async () => {
    await cameBack("generic");
    await ended();
    expect((await changes()).at(-1)).toMatchObject({ wish: "end", cause: "slow_ignored" });
  });

  it("is not measured where a role slows it, whose speed the device alone knows", async () => {
    await cameBack("aruba-controller");
    expect(await faultsByReason(scene.home.world)).toEqual({});
    expect(scene.das.datagrams).toEqual([]);
  });
});
