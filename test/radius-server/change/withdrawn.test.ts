import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import type { Profile } from "#access/quota/standing";
import { refill } from "#access/session/refill";
import { wishSession } from "#access/session/wish";
import { setStatus } from "#access/subscriber/store";
import type { NasKind } from "#access/vendors/vendors";
import { CODE } from "#radius-server/protocol/codes";
import { differs, obeys, refuses } from "./das.ts";
import { MB, openScene, POLICY, type Scene } from "./scene.ts";

let scene: Scene;
afterEach(() => scene.close());

const busy = refuses("Resources-Unavailable");

/** Somebody whose end is owed since the day's octets are used up, at a NAS that cannot end it now. */
const spent = async (kind: NasKind = "generic"): Promise<void> => {
  scene = await openScene(kind, { atEnd: { kind: "stop" } });
  scene.das.answer(differs(obeys, busy));
  await scene.report(10 * MB);
  expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
  await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
};

const tell = () => announce(scene.home.world.redis, { kind: "subscriber", id: scene.subscriberId });
const known = () => refill(scene.home.world, [scene.subscriberId]);
const again = (): void => scene.home.world.clock.advance(31);
const wish = async () => (await scene.session()).wish;
const changes = async () =>
  (await scene.changes()).map(({ wish: wished, cause, answer }) =>
    [`${String(wished)} (${String(cause)})`, answer].join(": "),
  );

const giveMore = async (): Promise<void> => {
  await scene.giveMore(5 * MB);
  await known();
};

const block = (status: "active" | "blocked") =>
  setStatus(scene.home.world.database, scene.subscriberId, status, "lost phone");

describe("an end that is owed since an allowance is used up", () => {
  it.each<[string, () => Promise<void>]>([
    ["who is told at once", tell],
    ["who hears nothing of it before the next try", async () => again()],
  ])(
    "is withdrawn when staff give more, by a server %s, and the new limits are told instead",
    async (_, then) => {
      await spent();
      await giveMore();
      await then();
      expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
      await expect.poll(wish).toBeNull();
      expect(await changes()).toEqual([
        "end (quota_spent): refused",
        "end (quota_spent): withdrawn",
        expect.stringMatching(/^full \((staff|quota)\): acknowledged$/),
      ]);
    },
  );

  it.each<[string, () => Promise<void>]>([
    ["who is told at once", tell],
    ["who hears nothing of it before the next try", async () => again()],
  ])("is withdrawn at a NAS that can only end sessions, by a server %s", async (_, then) => {
    await spent("hostapd");
    await giveMore();
    await then();
    await expect.poll(wish).toBeNull();
    expect(await scene.owed()).toBeNull();
    await expect.poll(changes).toEqual(["end (quota_spent): refused", "end (quota_spent): withdrawn"]);
    expect(scene.das.datagrams).toHaveLength(1);
  });

  it("is withdrawn after a restart, too", async () => {
    await spent();
    await scene.home.restart(async () => {
      await giveMore();
      again();
    });
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
    await expect.poll(wish).toBeNull();
  });

  it("is withdrawn when the plan gives more", async () => {
    await spent();
    await scene.changeRules({ allowances: [{ ...POLICY.allowances[0], amount: 20 * MB }] });
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
    await expect.poll(wish).toBeNull();
    expect(scene.das.datagrams.filter(([code]) => code === CODE["Disconnect-Request"])).toHaveLength(1);
  });

  it("is withdrawn though staff give more only after it was judged, while it is being written down", async () => {
    scene = await openScene("hostapd", { atEnd: { kind: "stop" } });
    const { database } = scene.home.world;
    await database.transaction(async (transaction) => {
      await transaction.raw("lock table authorization_changes in exclusive mode");
      await scene.report(10 * MB);
      const waiting = () =>
        database("pg_locks")
          .where({ granted: false })
          .whereRaw("relation = 'authorization_changes'::regclass");
      await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0);
      await giveMore();
    });
    await expect.poll(wish).toBeNull();
    await expect.poll(changes).toEqual(["end (quota_spent): withdrawn"]);
    expect(scene.das.datagrams).toEqual([]);
  });

  it("stays owed while nothing has changed", async () => {
    await spent();
    await tell();
    again();
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect.poll(changes).toEqual(["end (quota_spent): refused", "end (quota_spent): refused"]);
  });
});

describe("a slower speed that is owed", () => {
  it("is withdrawn when staff give more before its NAS takes it", async () => {
    scene = await openScene();
    scene.das.answer(busy);
    await scene.report(10 * MB);
    await scene.das.next();
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    await giveMore();
    scene.das.answer(obeys);
    again();
    await scene.das.next();
    await expect.poll(wish).toBeNull();
    expect((await scene.session()).profile).toBe<Profile>("full");
    expect(await changes()).toEqual([
      "slow (quota): refused",
      "slow (quota): withdrawn",
      "full (quota): acknowledged",
    ]);
  });
});

describe("an end that staff ordered", () => {
  it("stays owed when the person is given more", async () => {
    await spent();
    await wishSession(scene.home.world, scene.ref, "end", "staff");
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect.poll(async () => (await changes()).at(-1)).toBe("end (staff): refused");
    await giveMore();
    await tell();
    again();
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect
      .poll(changes)
      .toEqual(["end (quota_spent): refused", "end (staff): refused", "end (staff): refused"]);
  });

  it("by blocking the person is withdrawn when they are unblocked", async () => {
    scene = await openScene("hostapd");
    scene.das.answer(busy);
    await block("blocked");
    await tell();
    await scene.das.next();
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    await block("active");
    await tell();
    await expect.poll(wish).toBeNull();
    expect(await changes()).toEqual(["end (blocked): refused", "end (blocked): withdrawn"]);
  });
});

describe("a session whose person is given more before anything is used up", () => {
  it("is not ended at a NAS that can only end sessions", async () => {
    scene = await openScene("hostapd");
    await giveMore();
    await tell();
    scene.home.world.clock.advance(1);
    await block("blocked"); // what comes after it is the first that is asked
    await tell();
    await expect.poll(changes).toEqual(["end (blocked): acknowledged"]);
  });

  it("is not ended at a NAS that refuses to change it", async () => {
    scene = await openScene();
    scene.das.answer(differs(refuses("Unsupported-Extension"), obeys));
    await giveMore();
    await tell();
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
    await expect.poll(wish).toBeNull();
    expect(await changes()).toEqual(["full (staff): refused"]);
  });

  it("is ended all the same where its plan's rules have changed", async () => {
    scene = await openScene("hostapd");
    scene.das.answer(busy);
    await scene.changeRules({ downKbps: 2_000 });
    await scene.das.next();
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    await giveMore();
    scene.home.world.clock.advance(1); // or two requests could be the same octets
    await tell();
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect.poll(changes).toEqual(["end (plan): refused", "end (plan): refused"]);
  });
});
