import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { token } from "#access/runtime/random";
import { freshCode, TRIES, typedCode, VALID_FOR } from "#portal/code/code";
import { type Challenge, forget, pendingCode, release, reserve, verify } from "#portal/code/live";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
});

const MINUTE = 60;
const HOUR = 3_600;

let serial = 1_000;
const challengeOf = (changes: Partial<Challenge> = {}): Challenge => {
  serial += 1;
  return { sitting: token(26), e164: `+8491${serial}678`, mac: `aabbccdd${serial}`, siteId: 3, ...changes };
};
const ask = (challenge: Challenge, code = "123456", requestId = token(20)) =>
  reserve(world, challenge, requestId, code);
const kinds = (replies: readonly { kind: string }[]) =>
  replies.filter(({ kind }) => kind === "reserved").length;

describe("asking for a code", () => {
  it("is granted once when fifty ask for one number at the same moment", async () => {
    const { e164 } = challengeOf();
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask(challengeOf({ e164 }))));
    expect(kinds(replies)).toBe(1);
  });

  it("is granted three times an hour when fifty ask from one device for fifty numbers", async () => {
    const { mac } = challengeOf();
    expect(kinds(await Promise.all(Array.from({ length: 50 }, () => ask(challengeOf({ mac })))))).toBe(3);
  });

  it("is granted ten times an hour when fifty ask for the numbers of one block", async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, last) => ask(challengeOf({ e164: `+8491234${String(1_000 + last)}` }))),
    );
    expect(kinds(replies)).toBe(10);
  });

  it("is granted three times in one visit", async () => {
    const { sitting } = challengeOf();
    expect(kinds(await Promise.all(Array.from({ length: 50 }, () => ask(challengeOf({ sitting })))))).toBe(3);
  });

  it("waits a minute after the first code, two after the second, then for the hour to pass", async () => {
    const { e164 } = challengeOf();
    const again = () => ask(challengeOf({ e164 }));
    const begunAt = world.now();
    expect(await again()).toEqual({ kind: "reserved", againAt: begunAt + MINUTE * 1_000 });
    world.clock.advance(MINUTE - 1);
    expect(await again()).toEqual({
      kind: "refused",
      code: "sms_too_soon",
      untilAt: begunAt + MINUTE * 1_000,
    });
    world.clock.advance(1);
    expect(await again()).toMatchObject({ kind: "reserved" });
    world.clock.advance(2 * MINUTE - 1);
    expect(await again()).toMatchObject({ code: "sms_too_soon" });
    world.clock.advance(1);
    expect(await again()).toMatchObject({ kind: "reserved" });
    world.clock.advance(10 * MINUTE);
    expect(await again()).toEqual({
      kind: "refused",
      code: "sms_number_spent",
      untilAt: begunAt + HOUR * 1_000,
    });
  });

  it("is granted to one number five times a day", async () => {
    const { e164 } = challengeOf();
    let granted = 0;
    for (let hour = 0; hour < 20; hour += 1) {
      granted += kinds([await ask(challengeOf({ e164 }))]);
      world.clock.advance(HOUR);
    }
    expect(granted).toBe(5);
  });

  it("is granted to one device six times a day", async () => {
    const { mac } = challengeOf();
    let granted = 0;
    for (let hour = 0; hour < 20; hour += 1) {
      granted += kinds([await ask(challengeOf({ mac }))]);
      world.clock.advance(HOUR);
    }
    expect(granted).toBe(6);
  });

  it("leaves a site its bucket's 240 at once, and one more each second", async () => {
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        ask(challengeOf({ e164: `+84912${String(1_000_000 + index * 10_007)}` })),
      ),
    );
    expect(kinds(replies)).toBe(240);
    expect(replies.find(({ kind }) => kind === "refused")).toMatchObject({ code: "sms_site_busy" });
    world.clock.advance(2);
    expect(kinds(await Promise.all(Array.from({ length: 5 }, () => ask(challengeOf()))))).toBe(2);
  });

  it("costs nothing when it is refused", async () => {
    const { e164 } = challengeOf();
    await ask(challengeOf({ e164 }));
    const before = (await world.redis.keys("*")).sort();
    await ask(challengeOf({ e164 }));
    expect((await world.redis.keys("*")).sort()).toEqual(before);
  });

  it("keeps neither number nor code nor device in any key or value", async () => {
    const challenge = challengeOf();
    await ask(challenge, "987654");
    const keys = await world.redis.keys("*");
    const dumps = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    const everything = keys.join() + dumps.map((dump) => dump?.toString("latin1")).join();
    for (const secret of [challenge.e164.slice(1), "987654", challenge.mac ?? ""])
      expect(everything).not.toContain(secret);
  });
});

describe("a code whose message certainly was not sent", () => {
  it("gives back what it cost and is dead", async () => {
    const challenge = challengeOf();
    await ask(challenge, "111111", "request-1");
    await release(world, challenge, "request-1");
    expect((await verify(world, challenge, "111111")).kind).toBe("none");
    expect((await ask(challenge)).kind).toBe("reserved");
  });

  it("does not kill the newer code", async () => {
    const challenge = challengeOf();
    await ask(challenge, "111111", "request-1");
    world.clock.advance(MINUTE);
    await ask(challenge, "222222", "request-2");
    await release(world, challenge, "request-1");
    expect(await verify(world, challenge, "222222")).toEqual({ kind: "right", requestId: "request-2" });
  });
});

describe("typing a code", () => {
  it("is right once, also when fifty type it at the same moment", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456", "request-1");
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify(world, challenge, "123456")));
    expect(verdicts.filter(({ kind }) => kind === "right")).toEqual([
      { kind: "right", requestId: "request-1" },
    ]);
  });

  it("is wrong five times, then no code is right", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456");
    for (const left of [4, 3, 2, 1])
      expect(await verify(world, challenge, "000000")).toEqual({ kind: "wrong", left });
    expect(await verify(world, challenge, "000000")).toEqual({ kind: "spent" });
    expect(await verify(world, challenge, "123456")).toEqual({ kind: "spent" });
    expect(await pendingCode(world, challenge.sitting)).toBeNull();
  });

  it("counts guesses made at the same moment one by one", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456");
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, guess) => verify(world, challenge, String(guess).padStart(6, "0"))),
    );
    expect(verdicts.filter(({ kind }) => kind === "wrong")).toHaveLength(TRIES - 1);
  });

  it("is too late after five minutes", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456");
    world.clock.advance(VALID_FOR);
    expect(await verify(world, challenge, "123456")).toEqual({ kind: "expired" });
  });

  it("takes the newest code alone", async () => {
    const challenge = challengeOf();
    await ask(challenge, "111111");
    world.clock.advance(MINUTE);
    await ask(challenge, "222222");
    expect(await verify(world, challenge, "111111")).toEqual({ kind: "wrong", left: 4 });
    expect((await verify(world, challenge, "222222")).kind).toBe("right");
  });

  it("is right only for the number and the sitting the code was sent for", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456");
    expect((await verify(world, { ...challenge, e164: "+84999999999" }, "123456")).kind).toBe("wrong");
    expect((await verify(world, { ...challenge, sitting: token(26) }, "123456")).kind).toBe("none");
  });

  it("finds none after the person chose another number", async () => {
    const challenge = challengeOf();
    await ask(challenge, "123456");
    await forget(world, challenge.sitting);
    expect((await verify(world, challenge, "123456")).kind).toBe("none");
  });
});

describe("a code", () => {
  it("is six digits, and seldom the same twice", () => {
    const codes = Array.from({ length: 200 }, freshCode);
    for (const code of codes) expect(code).toMatch(/^[0-9]{6}$/);
    expect(new Set(codes).size).toBeGreaterThan(190);
  });

  it.each([
    ["123456", "123456"],
    [" 123 456 ", "123456"],
    ["１２３４５６", "123456"],
    ["012345", "012345"],
    ["12345", null],
    ["1234567", null],
    ["12345a", null],
    ["", null],
  ])("typed as %j is %s", (text, code) => {
    expect(typedCode(text)).toBe(code);
  });

  it("is read from any text without a throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typedCode(text) ?? "000000").toMatch(/^[0-9]{6}$/);
      }),
    );
  });
});
