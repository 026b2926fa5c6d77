import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standingOf } from "#access/quota/read-standing";
import { CODE } from "#radius-server/protocol/codes";
import { bringOnline, type Gateway, gateway, reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";

describe("a person let online", () => {
  let home: House;
  let nas: Gateway;
  beforeAll(async () => {
    home = await house({ realClock: true, settings: { LOG_LEVEL: "error" } });
    nas = await gateway(home.nas);
  });
  afterAll(async () => {
    nas.close();
    await home.close();
  });

  it("is accepted, counted and seen in PostgreSQL", async () => {
    const { world, radius } = home;
    const subscriberId = await home.enrol();
    const online = await bringOnline(home, nas, subscriberId, "aa:bb:cc:dd:ee:01", "80000001");
    expect(online.accept.code).toBe(CODE["Access-Accept"]);
    const reply = await nas.ask(
      radius.acctPort,
      reportRequest(home.nas, {
        status: "Interim-Update",
        ...online,
        up: 1_000,
        down: 9_000,
        seconds: 60,
        eventAt: world.now(),
      }),
    );
    expect(reply.code).toBe(CODE["Accounting-Response"]);
    const standing = await standingOf(world, subscriberId);
    expect(standing.profile).toBe("full");
    await expect
      .poll(() =>
        world.database("sessions").where({ subscriber_id: subscriberId }).select("up", "down", "seconds"),
      )
      .toEqual([{ up: 1_000, down: 9_000, seconds: 60 }]);
    expect(
      await world
        .database("usage")
        .where({ subscriber_id: subscriberId, per: "day" })
        .select("up", "down", "seconds"),
    ).toEqual([{ up: 1_000, down: 9_000, seconds: 60 }]);
  });
});
