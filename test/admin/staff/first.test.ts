import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureFirst } from "#admin/staff/first";
import { passwordMatches } from "#admin/staff/password";
import { beginSession } from "#admin/staff/session-store";
import { lockSeconds, nextStep } from "#admin/staff/staff";
import { type TestWorld, testWorld } from "../../setup/world.ts";

describe("the first administrator's one-time password", () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  });
  afterAll(() => world.close());

  it("is made once when two programs start at the same time", async () => {
    const made = await Promise.all([ensureFirst(world), ensureFirst(world)]);
    expect(made.filter((first) => first !== undefined)).toHaveLength(1);
    expect(await world.database("staff")).toHaveLength(1);
  });

  it("is replaced by a later start while nobody has signed in, so that losing it locks nobody out", async () => {
    world.clock.advance(61);
    const again = await ensureFirst(world);
    const { password_hash } = await world.database("staff").first();
    expect(await passwordMatches(password_hash, again?.password ?? "")).toBe(true);
  });

  it("is never replaced once somebody has signed in", async () => {
    const { id } = await world.database("staff").first();
    await beginSession(world.database, id, "password", world.now());
    world.clock.advance(61);
    expect(await ensureFirst(world)).toBeUndefined();
  });
});

describe("the steps of signing in", () => {
  const staff = { id: 1, login: "a", name: "A", role: "owner", mustChangePassword: false, hasCode: true };

  it("ask for a code that exists before a new password, which a stolen password could otherwise set", () => {
    const changing = { ...staff, mustChangePassword: true };
    expect(nextStep({ sessionId: 1, stage: "password", staff: changing })).toBe("code");
    expect(nextStep({ sessionId: 1, stage: "full", staff: changing })).toBe("new-password");
  });

  it("are over only with a full session", () => {
    expect(nextStep(undefined)).toBe("sign-in");
    expect(nextStep({ sessionId: 1, stage: "password", staff: { ...staff, hasCode: false } })).toBe(
      "enrol-code",
    );
    expect(nextStep({ sessionId: 1, stage: "full", staff })).toBe("in");
  });
});

describe("the lock after wrong tries", () => {
  it("spares the first four, then doubles from half a minute to a quarter of an hour", () => {
    expect([1, 4, 5, 6, 7, 9, 10, 1_000].map(lockSeconds)).toEqual([0, 0, 30, 60, 120, 480, 900, 900]);
  });
});
