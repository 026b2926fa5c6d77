import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetDevice, lastVerified } from "#access/device/remembered-store";
import type { Drain } from "#radius-server/drain/drain";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { MAC, recordOf, settle, withDrain, write } from "./pages.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await settle(world, 2);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
  await world.database.raw("truncate devices, traces; update ledger_positions set position = '0-0'");
});

const MINUTE = 60_000;
const at = (minutes: number): number => world.now() + minutes * MINUTE;
type Login = Parameters<typeof recordOf>[0];

/** A person let online with the device, so many minutes from now. */
const login = (minutes: number, more: Login = {}) =>
  recordOf({ kind: "open", receivedAt: at(minutes), siteId: 1, trace: "{}", ...more });

const store = async ({ round }: Drain, ...records: ReturnType<typeof recordOf>[]): Promise<void> => {
  await write(world, [records]);
  await round(1);
};
const device = async (subscriberId = 1) => {
  const row = await world.database("devices").where({ subscriber_id: subscriberId, mac: MAC }).first();
  const minutesOf = (instant: number | null) => (instant === null ? null : (instant - world.now()) / MINUTE);
  const { first_seen_at, last_seen_at, verified_at } = row as Record<string, number | null>;
  return [first_seen_at, last_seen_at, verified_at].map((instant) => minutesOf(instant ?? null));
};

describe("a device a person is let online with", () => {
  it("is theirs, seen and proved at the login, and again once an hour has passed", async () => {
    await withDrain(world, async (drain) => {
      await store(drain, login(0));
      expect(await device()).toEqual([0, 0, 0]);
      await store(drain, login(30));
      expect(await device()).toEqual([0, 0, 0]);
      await store(drain, login(61));
      expect(await device()).toEqual([0, 61, 61]);
    });
  });

  it("is proved by a grant at once where it had come by its own address only", async () => {
    await withDrain(world, async (drain) => {
      await store(drain, login(0, { loginId: MAC }));
      expect(await device()).toEqual([0, 0, null]);
      await store(drain, login(1));
      expect(await device()).toEqual([0, 1, 1]);
    });
  });

  it("belongs to who proved themselves on it last, however soon after one another", async () => {
    const owner = async () => (await lastVerified(world.database, MAC))?.subscriberId;
    await withDrain(world, async (drain) => {
      await store(drain, login(0), login(1, { subscriberId: 2 }));
      expect(await owner()).toBe(2);
      await store(drain, login(2));
      expect(await owner()).toBe(1);
      await withDrain(world, (other) => store(other, login(3, { subscriberId: 2 })));
      await drain.round(1);
      await store(drain, login(4));
      expect(await owner()).toBe(1);
    });
  });

  it("is proved anew at once after staff told to forget it", async () => {
    await withDrain(world, async (drain) => {
      await store(drain, login(0));
      const { id } = await world.database("devices").first("id");
      await forgetDevice(world.database, id, at(5));
      await store(drain, login(6));
      expect(await device()).toEqual([0, 6, 6]);
    });
  });

  it("is not kept of a person who is gone, and holds up nobody else's", async () => {
    await withDrain(world, (drain) => store(drain, login(0, { subscriberId: 99 }), login(1)));
    expect(await world.database("devices").pluck("subscriber_id")).toEqual([1]);
    expect(await world.database("traces").pluck("subscriber_id")).toEqual([99, 1]);
  });

  it("is nobody's where it is a thing", async () => {
    await withDrain(world, (drain) => store(drain, login(0, { subscriberId: 2 ** 47 + 1 })));
    expect(await world.database("devices")).toEqual([]);
  });
});
