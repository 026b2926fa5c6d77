import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standingOf } from "#access/quota/read-standing";
import { CODE } from "#radius-server/protocol/codes";
import { type ChangeListener, changeListener } from "../radius-server/change-listener.ts";
import { bringOnline, type Gateway, gateway, type Online, reportRequest } from "../radius-server/gateway.ts";
import { type House, house } from "../radius-server/house.ts";
import { type RedisServers, redisCluster, redisSentinel } from "../setup/redis-servers.ts";

const MB = 1_000_000;
const PEOPLE = 24;
const REPORTS = 40;

type Person = { readonly subscriberId: number; readonly online: Online };

describe.each([
  ["a Redis Cluster of three masters", redisCluster],
  ["a Redis watched by Sentinel", redisSentinel],
])("on %s", (_name, servers) => {
  let redis: RedisServers;
  let nas: ChangeListener;
  let home: House;
  let through: Gateway;
  const people: Person[] = [];
  /** what the gateway saw acknowledged, octets down, by person */
  const acknowledged = new Map<number, number>();

  const report = (
    person: Person,
    status: "Interim-Update" | "Stop",
    down: number,
    seconds: number,
  ): Uint8Array =>
    reportRequest(home.nas, { status, ...person.online, up: 0, down, seconds, eventAt: home.world.now() });

  const send = async (
    person: Person,
    status: "Interim-Update" | "Stop",
    down: number,
    seconds: number,
  ): Promise<void> => {
    const { code } = await through.askAgain(home.radius.acctPort, report(person, status, down, seconds));
    expect(code).toBe(CODE["Accounting-Response"]);
    acknowledged.set(person.subscriberId, down);
  };

  const booked = async (): Promise<Map<number, number>> => {
    const rows = await home.world.database("usage").where({ per: "day" }).select("subscriber_id", "down");
    return new Map(rows.map((row) => [row.subscriber_id, row.down]));
  };

  beforeAll(async () => {
    redis = await servers();
    nas = await changeListener();
    home = await house({
      realClock: true,
      redisUrl: redis.url,
      settings: { REDIS_REPLICAS: 1 },
      policy: {
        allowances: [{ of: "octets", per: "day", amount: 100 * MB }],
        atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
      },
      nas: { coaPort: nas.port, secret: nas.secret },
    });
    through = await gateway(home.nas);
    for (let index = 0; index < PEOPLE; index += 1) {
      const subscriberId = await home.enrol();
      const mac = `aa:bb:cc:dd:ee:${String(index).padStart(2, "0")}`;
      people.push({ subscriberId, online: await bringOnline(home, through, subscriberId, mac, `8${index}`) });
    }
  }, 60_000);
  afterAll(async () => {
    through?.close();
    await home?.close();
    nas?.close();
    await redis?.close();
  }, 30_000);

  it("people are counted, also many in one turn", async () => {
    await Promise.all(people.map((person) => send(person, "Interim-Update", 10 * MB, 60)));
    await expect.poll(booked, { timeout: 10_000 }).toEqual(acknowledged);
  });

  it("a quota that runs out slows the session", async () => {
    const person = people[0] as Person;
    await send(person, "Interim-Update", 120 * MB, 90);
    await expect
      .poll(
        () => home.world.database("sessions").where({ subscriber_id: person.subscriberId }).select("profile"),
        { timeout: 10_000 },
      )
      .toEqual([{ profile: "slow" }]);
  });

  it("nothing acknowledged is lost when a master is killed in the middle of it", async () => {
    let killed: Promise<void> | undefined;
    for (let round = 1; round <= REPORTS; round += 1) {
      if (round === REPORTS / 4) killed = redis.killMaster();
      await Promise.all(
        people.map((person, index) => send(person, "Interim-Update", (120 + round) * MB + index, 90 + round)),
      );
    }
    await killed;
    await expect.poll(booked, { timeout: 30_000 }).toEqual(acknowledged);
    for (const { subscriberId } of people) {
      expect((await standingOf(home.world, subscriberId)).lines[0]?.used).toBe(
        acknowledged.get(subscriberId),
      );
    }
  }, 120_000);

  it("the next person comes online as before", async () => {
    const subscriberId = await home.enrol();
    const online = await bringOnline(home, through, subscriberId, "aa:bb:cc:dd:ff:01", "900");
    expect(online.accept.code).toBe(CODE["Access-Accept"]);
  });
});
