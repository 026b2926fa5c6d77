import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keys } from "#access/redis/keys";
import { liveSessions, readSession } from "#access/session/live";
import { openAlone } from "#access/session/open-live";
import type { Opened } from "#access/session/opening";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { ledger, MAC, opening, prepare, report, SUBSCRIBER, sessionId, TAG } from "./live.ts";

const OTHER = "aa:bb:cc:dd:ee:02";
const THIRD = "aa:bb:cc:dd:ee:03";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
  await prepare(world.redis);
});

const opened = (...more: Parameters<typeof opening>): Promise<Opened> => openAlone(world)(opening(...more));
const second = (more: Parameters<typeof opening>[0] = {}) =>
  opened({ loginId: "w-2", sessionId: sessionId(2), requestKey: "2:second", mac: OTHER, ...more });

describe("a grant", () => {
  it("opens one session, however many ask at once with it", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => opened({ requestKey: `${index}:request` })),
    );
    expect(outcomes.filter(({ kind }) => kind === "opened")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "used")).toHaveLength(49);
    expect(await ledger(world.redis)).toHaveLength(1);
    expect(await liveSessions(world.redis, SUBSCRIBER, BEGINNING)).toHaveLength(1);
  });

  it("gives a repeat of the same request the session it had, and writes nothing anew", async () => {
    const first = await opened();
    const repeats = await Promise.all(Array.from({ length: 10 }, () => opened({ at: BEGINNING + 1_000 })));
    expect(first).toEqual({ kind: "opened", startedAt: BEGINNING });
    for (const repeat of repeats) expect(repeat).toEqual({ kind: "again", startedAt: BEGINNING });
    expect(await ledger(world.redis)).toHaveLength(1);
  });

  it("gives a NAS that may re-authenticate the session it had, whatever the request", async () => {
    await opened();
    expect(await opened({ requestKey: "2:later", mayReauthenticate: true })).toEqual({
      kind: "again",
      startedAt: BEGINNING,
    });
  });

  it("gives nobody a session that has stopped since", async () => {
    await opened();
    await report(world.redis, BEGINNING + 30_000, { kind: "stop", cause: "User-Request" });
    for (const mayReauthenticate of [true, false]) {
      const later = await opened({ requestKey: "2:later", mayReauthenticate });
      expect(later).toEqual({ kind: "used" });
    }
  });

  it("is not taken while Redis is empty of what it must know", async () => {
    await world.redis.flushall();
    expect(await opened()).toEqual({ kind: "not-ready" });
    await world.redis.set(keys.ready(TAG), "filled");
    expect(await opened()).toEqual({ kind: "unknown" });
    await prepare(world.redis);
    expect(await opened()).toMatchObject({ kind: "opened" });
  });
});

describe("a session just opened", () => {
  it("is known with all that the request said, and stands in the ledger", async () => {
    await opened({ nasSessionId: "80000001", address: "10.1.2.3", profile: "slow" });
    expect(await readSession(world.redis, { subscriberId: SUBSCRIBER, sessionId: sessionId(1) })).toEqual({
      subscriberId: SUBSCRIBER,
      sessionId: sessionId(1),
      nasId: 1,
      siteId: 1,
      planId: 1,
      mac: MAC,
      loginId: "w-1",
      nasSessionId: "80000001",
      address: "10.1.2.3",
      startedAt: BEGINNING,
      heardAt: BEGINNING,
      up: 0,
      down: 0,
      seconds: 0,
      profile: "slow",
      wish: null,
      wishCause: "",
      wishNumber: 0,
      endedAt: null,
      liveUntil: BEGINNING + 90_000,
    });
    expect(await ledger(world.redis)).toEqual([
      expect.objectContaining({
        kind: "open",
        subscriberId: SUBSCRIBER,
        sessionId: sessionId(1),
        mac: MAC,
        profile: "slow",
        endedAt: 0,
      }),
    ]);
  });
});

describe("room for a person's devices", () => {
  it("is refused beyond the plan's number", async () => {
    await opened({ devices: 1 });
    expect(await second({ devices: 1 })).toEqual({ kind: "too_many_devices" });
    expect(await ledger(world.redis)).toHaveLength(1);
  });

  it("leaves the grant unused when it is refused", async () => {
    await opened({ devices: 1 });
    await second({ devices: 1 });
    expect(await second({ devices: 2 })).toMatchObject({ kind: "opened" });
  });

  it("is there for a device that is online already: only others count", async () => {
    await opened({ devices: 1 });
    expect(await second({ devices: 1, mac: MAC })).toMatchObject({ kind: "opened" });
  });

  it("counts a device with two sessions once", async () => {
    await opened({ devices: 2 });
    await second({ devices: 2, mac: MAC });
    expect(await opened({ loginId: "w-3", sessionId: sessionId(3), mac: THIRD, devices: 2 })).toMatchObject({
      kind: "opened",
    });
  });

  it("is kept for two who ask at the same moment by one alone", async () => {
    const outcomes = await Promise.all([opened({ devices: 1 }), second({ devices: 1 })]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["opened", "too_many_devices"]);
  });

  it("is free again when a login never led to a session", async () => {
    await opened({ devices: 1, keptUntil: BEGINNING + 90_000 });
    expect(await second({ devices: 1, at: BEGINNING + 89_999 })).toEqual({ kind: "too_many_devices" });
    expect(await second({ devices: 1, at: BEGINNING + 90_000 })).toMatchObject({ kind: "opened" });
  });

  it("stays taken by a session that reports", async () => {
    await opened({ devices: 1 });
    await report(world.redis, BEGINNING + 60_000);
    expect(await second({ devices: 1, at: BEGINNING + 120_000 })).toEqual({ kind: "too_many_devices" });
  });

  it("is free again when the session has stopped", async () => {
    await opened({ devices: 1 });
    await report(world.redis, BEGINNING + 60_000, { kind: "stop", cause: "User-Request" });
    expect(await second({ devices: 1, at: BEGINNING + 60_001 })).toMatchObject({ kind: "opened" });
  });
});
