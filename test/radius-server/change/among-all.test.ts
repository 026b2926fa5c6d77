import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Claim, finish, take } from "#access/notice/claim-live";
import { announce } from "#access/notice/live";
import { changePlan, readPlan } from "#access/plan/store";
import { planTable } from "#access/plan/table";
import { openDatabase } from "#access/postgres/open";
import { allTags } from "#access/redis/keys";
import { openRedis } from "#access/redis/open";
import { leave } from "#access/runtime/house";
import type { World } from "#access/runtime/world";
import { readSession } from "#access/session/live";
import { wishInstead } from "#access/session/withdraw";
import { setStatus } from "#access/subscriber/store";
import { amongAll, type Task } from "#radius-server/change/among-all";
import { ATTRIBUTE, VENDOR, WISPR } from "#radius-server/protocol/attributes";
import { type RadiusServer, start as startRadius } from "#radius-server/start";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { type ChangeListener, changeListener } from "../change-listener.ts";
import { bringOnline, type Gateway, gateway } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { POLICY } from "./scene.ts";

const PEOPLE = 12;
/** Others may have what a server took and did not finish after this, seconds. */
const KEPT = 5;

describe("work that another process has begun", () => {
  const claimOf = (mark: string): Claim => ({ tag: 1, about: "plan:7", mark });
  const until = (world: TestWorld): number => world.now() + KEPT * 1_000;

  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  });
  afterAll(() => world.close());

  it("is done by who heard of it where that one died, but not once newer work took its place", async () => {
    const done: string[] = [];
    const { share, again } = amongAll(world);
    const taskOf = (mark: string): Task => ({
      claim: claimOf(mark),
      how: "take",
      work: async () => void done.push(mark),
    });
    await take(world.redis, claimOf("died over"), "take", world.now(), until(world));
    await share([taskOf("died over")]);
    expect(done).toEqual([]);
    world.clock.advance(KEPT);
    await again();
    expect(done).toEqual(["died over"]);

    await take(world.redis, claimOf("older"), "take", world.now(), until(world));
    await share([taskOf("older")]);
    await take(world.redis, claimOf("newer"), "take", world.now(), until(world));
    await finish(world.redis, claimOf("newer"), world.now());
    await again();
    expect(done).toEqual(["died over"]);
    expect(await take(world.redis, claimOf("newer"), "take", world.now(), until(world))).toBe("done");
  });
});

describe("two RADIUS servers that hear of the same change", () => {
  let nas: ChangeListener;
  let home: House;
  let through: Gateway;
  let other: World;
  let second: RadiusServer;
  const people: number[] = [];
  /** of each session, by its Acct-Session-Id, the speeds down its NAS is to be told in turn, kbit/s */
  const expected: Record<string, number[]> = {};
  let speed = 5_000;

  const begin = async (): Promise<void> => {
    const { DATABASE_URL, REDIS_URL } = home.world.settings;
    other = { ...home.world, database: openDatabase(DATABASE_URL), redis: openRedis(REDIS_URL) };
    second = await startRadius(other);
  };

  beforeAll(async () => {
    nas = await changeListener();
    home = await house({
      policy: { ...POLICY, allowances: [...POLICY.allowances] },
      nas: { coaPort: nas.port, secret: nas.secret },
    });
    await begin();
    through = await gateway(home.nas);
    for (let index = 0; index < PEOPLE; index += 1) {
      const subscriberId = await home.enrol();
      const mac = `aa:bb:cc:dd:ee:${String(index).padStart(2, "0")}`;
      await bringOnline(home, through, subscriberId, mac, `8${index}`);
      people.push(subscriberId);
      expected[`8${index}`] = [];
    }
    await vi.waitFor(
      async () => expect(await home.world.database("sessions").count().first()).toEqual({ count: PEOPLE }),
      10_000,
    );
  });
  afterAll(async () => {
    through.close();
    await home.close();
    nas.close();
  });

  const told = (): Record<string, number[]> => {
    const speeds: Record<string, number[]> = Object.fromEntries(Object.keys(expected).map((id) => [id, []]));
    for (const request of nas.heard) {
      const down = request.vendorU32(VENDOR.WISPr, WISPR["WISPr-Bandwidth-Max-Down"]) ?? 0;
      speeds[request.text(ATTRIBUTE["Acct-Session-Id"]) ?? ""]?.push(down / 1_000);
    }
    return speeds;
  };

  /** Gives the plan another speed. */
  const changeSpeed = async (): Promise<void> => {
    speed += 1_000;
    for (const speeds of Object.values(expected)) speeds.push(speed);
    const plan = (await readPlan(home.world.database, home.planId))!;
    await changePlan(
      home.world.database,
      home.planId,
      { policy: { ...plan.policy, downKbps: speed } },
      home.world.now(),
    );
  };
  const announcePlan = () => announce(home.world.redis, { kind: "plan", id: home.planId });
  const announcePerson = (id: number) => announce(home.world.redis, { kind: "subscriber", id });

  /** Takes the work of a plan's change before anybody else hears of it, as one who dies then. */
  const takeAndDie = async (): Promise<readonly Claim[]> => {
    const { world, planId } = home;
    const table = await planTable.of({ ...world });
    const mark = table.marks().get(planId) ?? "";
    await table.close();
    const at = world.now();
    const claims = allTags.map((tag) => ({ tag, about: `plan:${planId}`, mark }));
    for (const claim of claims) await take(world.redis, claim, "take", at, at + KEPT * 1_000);
    return claims;
  };

  it("ask once for each session, with what is new, however often a plan changes", async () => {
    for (let times = 0; times < 5; times += 1) {
      await changeSpeed();
      await announcePlan();
      await expect.poll(told).toEqual(expected);
    }
  });

  it("ask once for a session when staff change something about its person", async () => {
    for (let times = 0; times < 5; times += 1) {
      home.world.clock.advance(1); // or two requests could be the same octets
      await Promise.all(people.map(announcePerson));
      for (const speeds of Object.values(expected)) speeds.push(speed);
      await expect.poll(told).toEqual(expected);
    }
  });

  it("ask for what the latest rules say, also where they have not read them yet", async () => {
    const { world } = home;
    await changeSpeed();
    const done = await takeAndDie();
    for (const { subscriber_id: subscriberId, id: sessionId } of await world.database("sessions"))
      await wishInstead(
        world,
        (await readSession(world.redis, { subscriberId, sessionId }))!,
        "full",
        "plan",
      );
    for (const claim of done) await finish(world.redis, claim, world.now());
    await expect.poll(told).toEqual(expected);
  });

  it("do what a third one took and died over", async () => {
    const before = told();
    await changeSpeed();
    await takeAndDie();
    await announcePlan();
    await expect.poll(async () => (await planTable.of(other)).byId(home.planId)?.policy.downKbps).toBe(speed);
    expect(told()).toEqual(before);
    home.world.clock.advance(KEPT);
    await expect.poll(told).toEqual(expected);
  });

  it("do it also when no other was there: they were started afterwards", async () => {
    await second.stop();
    await leave(other);
    await home.restart(async () => {
      await changeSpeed();
      await takeAndDie();
      home.world.clock.advance(KEPT);
    });
    await begin();
    await expect.poll(told).toEqual(expected);
  });

  it("leave alone whom a change of another person, or of nothing, does not concern", async () => {
    await setStatus(home.world.database, people[0] as number, "blocked", "lost phone");
    await announcePerson(people[0] as number);
    await announcePlan();
    expected["80"]?.push(0); // ended
    await expect.poll(told).toEqual(expected);
  });

  it("have asked nothing more by the time they stop", async () => {
    await second.stop();
    await leave(other);
    await home.restart(async () => {});
    expect(told()).toEqual(expected);
  });
});
