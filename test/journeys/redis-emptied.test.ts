import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standingOf } from "#access/quota/read-standing";
import { keys, tagOf } from "#access/redis/keys";
import { CODE } from "#radius-server/protocol/codes";
import { bringOnline, type Gateway, gateway, type Online, reportRequest } from "../radius-server/gateway.ts";
import { type House, house } from "../radius-server/house.ts";
import { topologies } from "../setup/topologies.ts";
import { emptyRedis } from "../setup/world.ts";

const MB = 1_000_000;
const PEOPLE = 20;

describe.each(topologies)("Redis (%s) emptied while people are online", (redis) => {
  let home: House;
  let nas: Gateway;
  const people: { subscriberId: number; online: Online }[] = [];

  const report = (index: number, status: "Interim-Update" | "Stop", down: number, seconds: number) =>
    nas.ask(
      home.radius.acctPort,
      reportRequest(home.nas, {
        status,
        ...(people[index] as { online: Online }).online,
        up: 0,
        down,
        seconds,
        eventAt: home.world.now(),
      }),
    );

  const stored = async () => {
    const rows = await home.world
      .database("usage")
      .where({ per: "day" })
      .orderBy("subscriber_id")
      .select("down");
    return rows.map(({ down }) => down);
  };

  beforeAll(async () => {
    home = await house({
      redis,
      realClock: true,
      policy: {
        allowances: [{ of: "octets", per: "day", amount: 500 * MB }],
        atEnd: { kind: "stop" },
        devices: 3,
      },
    });
    nas = await gateway(home.nas);
    for (let index = 0; index < PEOPLE; index += 1) {
      const subscriberId = await home.enrol();
      const online = await bringOnline(
        home,
        nas,
        subscriberId,
        `aa:bb:cc:dd:ee:${String(index).padStart(2, "0")}`,
        `8${index}`,
      );
      people.push({ subscriberId, online });
    }
    await Promise.all(people.map((_, index) => report(index, "Interim-Update", 100 * MB, 60)));
  });
  afterAll(async () => {
    nas.close();
    await home.close();
  });

  it("keeps what was counted, and goes on counting from there", async () => {
    await expect.poll(stored).toEqual(Array(PEOPLE).fill(100 * MB));
    await emptyRedis(home.world.redis);
    const replies = await Promise.all(
      people.map((_, index) => report(index, "Interim-Update", 150 * MB, 120)),
    );
    expect(replies.map(({ code }) => code)).toEqual(Array(PEOPLE).fill(CODE["Accounting-Response"]));
    for (const { subscriberId } of people) {
      const { lines, profile } = await standingOf(home.world, subscriberId);
      expect({ used: lines[0]?.used, profile }).toEqual({ used: 150 * MB, profile: "full" });
    }
    await expect.poll(stored).toEqual(Array(PEOPLE).fill(150 * MB));
  });

  it("cuts nobody off", async () => {
    const { world } = home;
    expect(await world.database("authorization_changes").count().first()).toEqual({ count: 0 });
    expect(await world.database("sessions").whereNull("ended_at").count().first()).toEqual({ count: PEOPLE });
  });

  it("still knows everybody, also those who say nothing", async () => {
    const { world } = home;
    await emptyRedis(world.redis);
    const first = people[0] as (typeof people)[number];
    await report(0, "Interim-Update", 160 * MB, 180);
    const tag = tagOf(first.subscriberId);
    const neighbours = people.filter(({ subscriberId }) => tagOf(subscriberId) === tag);
    expect(await world.redis.zcard(keys.online(tag))).toBe(neighbours.length);
    expect(
      (await standingOf(world, (people[1] as (typeof people)[number]).subscriberId)).lines[0]?.used,
    ).toBe(150 * MB);
  });

  it("ends a session at its Stop as if nothing had happened", async () => {
    await emptyRedis(home.world.redis);
    await report(2, "Stop", 200 * MB, 240);
    const { subscriberId } = people[2] as (typeof people)[number];
    await expect
      .poll(() =>
        home.world.database("sessions").where({ subscriber_id: subscriberId }).select("down", "end_cause"),
      )
      .toEqual([{ down: 200 * MB, end_cause: "Unknown" }]);
  });
});
