import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keys } from "#access/redis/keys";
import { claimDue, overdue, postpone, readSession } from "#access/session/live";
import { openAlone } from "#access/session/open-live";
import type { LiveSession } from "#access/session/packed";
import { settle } from "#access/session/settle-live";
import type { Settlement } from "#access/session/settling";
import { listedSessions } from "#access/subscriber/live";
import { BEGINNING } from "../../setup/stores.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { ledger, opening, prepare, report, SUBSCRIBER, sessionId, TAG } from "./live.ts";

const REF = { subscriberId: SUBSCRIBER, sessionId: sessionId(1) };
const LATER = BEGINNING + 100_000;
const slow: Settlement = { what: "wish", wish: "slow", cause: "quota" };
const full: Settlement = { what: "wish", wish: "full", cause: "person" };
const slowAnew: Settlement = { what: "wish-anew", wish: "slow", cause: "plan" };
const end: Settlement = { what: "wish", wish: "end", cause: "staff" };
const spent: Settlement = { what: "wish", wish: "end", cause: "quota_spent" };
const close = (cause: string, onlySilentSince: number | null = null): Settlement => ({
  what: "close",
  cause,
  onlySilentSince,
});

const done = (profile: string, wishNumber = 1): Settlement => ({ what: "done", profile, wishNumber });

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.redis.flushall();
  await prepare(world.redis);
  await openAlone(world)(opening());
});

const settled = (settlement: Settlement, at = LATER) => settle(world.redis, REF, settlement, at);
const session = async (): Promise<LiveSession> => (await readSession(world.redis, REF)) as LiveSession;
const due = (at = LATER) => claimDue(world.redis, TAG, at, at + 20_000, 10);
const lastEntry = async () => (await ledger(world.redis)).at(-1);

describe("closing a session", () => {
  it("ends it now for the cause given, and says so in the ledger once", async () => {
    await report(world.redis, BEGINNING + 30_000, { up: 1_000, down: 9_000 });
    expect(await settled(close("unknown-to-nas"))).toBe("ok");
    expect(await settled(close("nas-restarted"))).toBe("unchanged");
    expect(await session()).toMatchObject({ endedAt: LATER, up: 1_000, down: 9_000 });
    expect((await ledger(world.redis)).filter(({ kind }) => kind === "close")).toEqual([
      expect.objectContaining({ endedAt: LATER, cause: "unknown-to-nas", up: 1_000, down: 9_000 }),
    ]);
  });

  it("ends a silent one when it was last heard", async () => {
    await report(world.redis, BEGINNING + 30_000, { liveUntil: LATER });
    await settled(close("silent", LATER), LATER);
    expect(await lastEntry()).toMatchObject({ endedAt: BEGINNING + 30_000, cause: "silent" });
  });

  it("calls one that never started so", async () => {
    await settled(close("silent", LATER));
    expect(await lastEntry()).toMatchObject({ cause: "never-started" });
  });

  it("leaves one open that was heard in the meantime", async () => {
    await report(world.redis, LATER, { liveUntil: LATER });
    expect(await settled(close("silent", LATER - 1_000))).toBe("unchanged");
    expect((await session()).endedAt).toBeNull();
  });

  it("looks at one that need not have reported yet when it must have", async () => {
    await report(world.redis, BEGINNING + 30_000, { liveUntil: LATER + 1 });
    expect(await overdue(world.redis, TAG, LATER, 10)).toEqual([REF]);
    expect(await settled(close("silent", LATER))).toBe("unchanged");
    expect(await overdue(world.redis, TAG, LATER, 10)).toEqual([]);
    expect(await overdue(world.redis, TAG, LATER + 1, 10)).toEqual([REF]);
  });

  it("takes back what was wished of it and frees its room", async () => {
    await settled(slow);
    await settled(close("silent", LATER));
    expect(await session()).toMatchObject({ wish: null, wishCause: "" });
    expect(await due()).toEqual([]);
    expect(await listedSessions(world.redis, SUBSCRIBER)).toEqual([]);
    expect(await overdue(world.redis, TAG, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });
});

describe("a session its NAS asks about anew and is told to let go on", () => {
  const told = (profile: string, wishNumber = 0): Settlement => ({ what: "told", profile, wishNumber });

  it("has the profile that was told, which does what was wished", async () => {
    await settled(slow);
    expect(await settled(told("slow", 1))).toBe("ok");
    expect(await session()).toMatchObject({ profile: "slow", wish: null, wishCause: "" });
    expect(await due()).toEqual([]);
    expect(await lastEntry()).toMatchObject({ kind: "done", profile: "slow" });
    expect(await settled(told("slow", 1))).toBe("unchanged");
  });

  it("has it beside a wish that came since, which stays owed", async () => {
    expect(await settled(told("slow", 0))).toBe("ok");
    await settled(full);
    expect(await settled(told("slow", 0))).toBe("ok");
    expect(await session()).toMatchObject({ profile: "slow", wish: "full" });
    expect(await due()).toEqual([REF]);
  });

  it("does not go on once it is over, or was ordered to end since", async () => {
    await settled(spent);
    await settled(end);
    expect(await settled(told("full", 1))).toBe("over");
    expect(await session()).toMatchObject({ wish: "end", wishCause: "staff" });
    await settled(close("silent"));
    expect(await settled(told("full", 2))).toBe("over");
  });
});

describe("wishing something of a session", () => {
  it("makes it due at once", async () => {
    expect(await settled(slow)).toBe("ok");
    expect(await session()).toMatchObject({ wish: "slow", wishCause: "quota", profile: "full" });
    expect(await due()).toEqual([REF]);
  });

  it("is replaced by a newer wish", async () => {
    await settled(slow);
    expect(await settled(full)).toBe("ok");
    expect(await session()).toMatchObject({ wish: "full", wishCause: "person" });
  });

  it("is not replaced once an end is wished", async () => {
    await settled(end);
    expect(await settled(full)).toBe("unchanged");
    expect(await session()).toMatchObject({ wish: "end" });
  });

  it("takes the place of an end the rules asked for, as what they say by now", async () => {
    await settled(spent);
    expect(await settled(slow)).toBe("unchanged");
    expect(await settled({ ...full, what: "wish-anew" })).toBe("ok");
    expect(await session()).toMatchObject({ wish: "full", wishCause: "person", wishNumber: 2 });
  });

  it("takes the place of an end the rules asked for, as an order, which nothing takes back", async () => {
    await settled(spent);
    expect(await settled(end)).toBe("ok");
    expect(await settled(spent)).toBe("unchanged");
    expect(await settled({ ...full, what: "wish-anew" })).toBe("unchanged");
    expect(await session()).toMatchObject({ wish: "end", wishCause: "staff", wishNumber: 2 });
  });

  it("is withdrawn, but not a newer one", async () => {
    await settled(spent);
    await settled(end);
    expect(await settled({ what: "withdraw", wishNumber: 1 })).toBe("unchanged");
    expect(await settled({ what: "withdraw", wishNumber: 2 })).toBe("ok");
    expect(await session()).toMatchObject({ wish: null, wishCause: "", profile: "full" });
    expect(await due()).toEqual([]);
  });

  it("changes nothing of one that is over", async () => {
    await settled(close("silent", LATER));
    expect(await settled(slow)).toBe("unchanged");
    expect(await due()).toEqual([]);
  });

  it("is no more once it is done, and the ledger has the new profile", async () => {
    await settled(slow);
    expect(await settled(done("slow"))).toBe("ok");
    expect(await session()).toMatchObject({ wish: null, profile: "slow" });
    expect(await due()).toEqual([]);
    expect(await lastEntry()).toMatchObject({ kind: "done", profile: "slow" });
  });

  it("is nothing where it is so already", async () => {
    expect(await settled(full)).toBe("unchanged");
    await settled(slow);
    await settled(done("slow"));
    expect(await settled(slow)).toBe("unchanged");
    expect(await due(LATER + 60_000)).toEqual([]);
  });

  it("is nothing while it is being brought about", async () => {
    await settled(slow);
    await due();
    expect(await settled(slow)).toBe("unchanged");
    await settled(done("slow"));
    expect(await session()).toMatchObject({ wish: null, profile: "slow", wishNumber: 1 });
  });

  it("writes nothing when what was done is what it was already", async () => {
    await settled({ ...full, what: "wish-anew" });
    await settled(done("full"));
    expect(await lastEntry()).toMatchObject({ kind: "open" });
  });

  it("is the same one still, when it is wished again before anybody took it", async () => {
    await settled(slowAnew);
    expect(await settled(slowAnew)).toBe("unchanged");
    expect(await session()).toMatchObject({ wishNumber: 1 });
  });

  it("stays owed when it is wished anew while the first is carried out", async () => {
    await settled(slow);
    await due();
    expect(await settled(slowAnew)).toBe("ok");
    await settled(done("slow"));
    expect(await session()).toMatchObject({ wish: "slow", profile: "slow", wishNumber: 2 });
    expect(await due()).toEqual([REF]);
    await settled(done("slow", 2));
    expect(await session()).toMatchObject({ wish: null });
    expect(await due(LATER + 60_000)).toEqual([]);
  });

  it("stays owed when another is wished while the first is carried out", async () => {
    await settled(slow);
    await due();
    await settled(full);
    await settled(done("slow"));
    expect(await session()).toMatchObject({ wish: "full", profile: "slow" });
    expect(await due()).toEqual([REF]);
  });

  it("is dropped without a trace in the ledger", async () => {
    await settled(slow);
    await settled({ what: "drop" });
    expect(await session()).toMatchObject({ wish: null, profile: "full" });
    expect(await lastEntry()).toMatchObject({ kind: "open" });
  });
});

describe("settling what Redis does not know", () => {
  it("says so and forgets that anything was due", async () => {
    await settled(slow);
    await world.redis.del(keys.session(TAG, REF.sessionId));
    expect(await settled(close("silent", LATER))).toBe("unknown");
    expect(await due()).toEqual([]);
    expect(await overdue(world.redis, TAG, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it("waits until Redis is filled", async () => {
    await world.redis.del(keys.ready(TAG), keys.person(TAG, SUBSCRIBER));
    expect(await settled(close("silent", LATER))).toBe("not-ready");
    expect((await session()).endedAt).toBeNull();
  });
});

describe("changes that are due", () => {
  const members = Array.from({ length: 100 }, (_, index) => `${SUBSCRIBER}:${sessionId(index)}`);
  const put = (at: number) => world.redis.zadd(keys.due(TAG), ...members.flatMap((member) => [at, member]));
  const claim = (at: number, most: number) => claimDue(world.redis, TAG, at, at + 20_000, most);

  it("are each taken by one alone, however many take at once", async () => {
    await put(LATER);
    const shares = await Promise.all(Array.from({ length: 10 }, () => claim(LATER, 20)));
    const taken = shares.flat().map((ref) => ref.sessionId);
    expect(taken).toHaveLength(100);
    expect(new Set(taken).size).toBe(100);
  });

  it("are not taken before their time", async () => {
    await put(LATER + 1);
    expect(await claim(LATER, 100)).toEqual([]);
  });

  it("can be taken again when who took them did not finish in time", async () => {
    await put(LATER);
    await claim(LATER, 100);
    expect(await claim(LATER + 19_999, 100)).toEqual([]);
    expect(await claim(LATER + 20_000, 100)).toHaveLength(100);
  });

  it("are put off only while they are still owed", async () => {
    await postpone(world.redis, REF, LATER);
    expect(await claim(LATER, 100)).toEqual([]);
    await put(LATER);
    await postpone(world.redis, { subscriberId: SUBSCRIBER, sessionId: sessionId(7) }, LATER + 1);
    expect(await claim(LATER, 100)).toHaveLength(99);
  });
});
