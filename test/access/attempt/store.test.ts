import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { faultsSince, flushFaults, heard, recordFault } from "#access/attempt/faults";
import { recordAttempt } from "#access/attempt/record";
import { attemptsOf, attemptsToday } from "#access/attempt/store";
import { addNas, nasStates } from "#access/nas/store";
import { addSite } from "#access/site/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };

let world: TestWorld;
let nasId: number;
beforeAll(async () => {
  world = await testWorld();
  const siteId = await addSite(world.database, { parentId: null, kind: "site", code: "s", name: "S" });
  nasId = (await addNas(world, world.database, { siteId, name: "AP", kind: "generic", addresses: [] })).id;
});
afterAll(() => world.close());

describe("sign-ins", () => {
  it("are counted by how the login at the NAS ended, from an instant on", async () => {
    await recordAttempt(world, { step: "login", outcome: "ok" });
    world.clock.advance(60);
    const since = world.now();
    await recordAttempt(world, { step: "code", outcome: "code_wrong", subscriberId: 5 });
    for (const outcome of ["ok", "ok", "quota_spent"]) {
      await recordAttempt(world, {
        step: "login",
        outcome,
        subscriberId: 5,
        mac: "AA-BB-CC-DD-EE-01",
        nasId,
      });
    }
    expect(await attemptsToday(world.database, since)).toEqual({
      tries: 3,
      ok: 2,
      byOutcome: { ok: 2, quota_spent: 1 },
    });
    expect(await attemptsToday(world.database, since + 1)).toEqual({ tries: 0, ok: 0, byOutcome: {} });
  });

  it("of one person come newest first, up to a limit", async () => {
    const latest = await attemptsOf(world.database, 5, 2);
    expect(latest.map(({ outcome }) => outcome)).toEqual(["quota_spent", "ok"]);
    expect(latest[0]).toEqual({
      at: world.now(),
      step: "login",
      outcome: "quota_spent",
      mac: "aa:bb:cc:dd:ee:01",
      nasId,
      siteId: null,
    });
  });
});

describe("faults", () => {
  it("are stored by local day, and later ones are added", async () => {
    world.clock.set(Date.parse("2026-11-23T17:30Z")); // 00:30 on the 24th
    recordFault(world, { nasId: 0, source: "192.0.2.1", reason: "unknown-nas" });
    recordFault(world, { nasId: 0, source: "192.0.2.1", reason: "unknown-nas" });
    await flushFaults(world);
    world.clock.advance(10);
    recordFault(world, { nasId: 0, source: "192.0.2.1", reason: "unknown-nas" });
    await flushFaults(world);
    await flushFaults(world);
    const stored = {
      nasId: 0,
      source: "192.0.2.1",
      reason: "unknown-nas",
      day: "2026-11-24",
      count: 3,
      lastAt: world.now(),
    };
    expect(await faultsSince(world.database, "2026-11-24")).toEqual([stored]);
    expect(await faultsSince(world.database, "2026-11-25")).toEqual([]);
  });

  it("are stored by themselves within moments", async () => {
    recordFault(world, { nasId, source: "10.0.0.1", reason: "wrong-secret" });
    await vi.waitFor(
      async () =>
        expect((await faultsSince(world.database, "2026-11-24")).map(({ nasId }) => nasId)).toContain(nasId),
      SOON,
    );
  });

  it("are not lost while PostgreSQL cannot take them", async () => {
    await world.database.raw(`alter table nas_faults rename to away`);
    recordFault(world, { nasId, source: "10.0.0.2", reason: "wrong-secret" });
    heard(world, nasId, "packet");
    await expect(flushFaults(world)).rejects.toThrow();
    await world.database.raw(`alter table away rename to nas_faults`);
    await flushFaults(world);
    const counts = (await faultsSince(world.database, "2026-11-24")).filter(
      ({ source }) => source === "10.0.0.2",
    );
    expect(counts.map(({ count }) => count)).toEqual([1]);
  });
});

describe("signs of life", () => {
  it("move on what they are a sign of, and that the NAS was heard; one that is gone harms nobody", async () => {
    const packetAt = world.now() + 1_000;
    world.clock.set(packetAt);
    heard(world, nasId, "packet");
    heard(world, 999, "packet");
    world.clock.advance(5);
    heard(world, nasId, "accounting");
    await flushFaults(world);
    world.clock.advance(-60); // a clock set back never makes a NAS look silent
    heard(world, nasId, "packet");
    await flushFaults(world);
    const at = packetAt + 5_000;
    expect(await nasStates(world.database)).toEqual([
      { nasId, lastHeardAt: at, lastAccountingAt: at, lastLoginAt: null },
    ]);
  });
});
