import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { text } from "#radius-server/protocol/write";
import { bringOnline, type Gateway, gateway, reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";

describe("a NAS that does not bring the Class back", () => {
  let home: House;
  let nas: Gateway;
  beforeAll(async () => {
    home = await house();
    nas = await gateway(home.nas);
  });
  afterAll(async () => {
    nas.close();
    await home.close();
  });

  const report = (nasSessionId: string, seconds: number, down: number, more = {}) => {
    home.world.clock.advance(60);
    const wishes = { nasSessionId, seconds, up: 0, down, eventAt: home.world.now(), ...more };
    return nas.ask(home.radius.acctPort, reportRequest(home.nas, { status: "Interim-Update", ...wishes }));
  };
  const stored = async (subscriberId: number): Promise<number[]> => {
    const rows = await home.world.database("usage").where({ subscriber_id: subscriberId, per: "day" });
    return rows.map(({ down }) => down);
  };

  it("has its reports counted by its own session id", async () => {
    const subscriberId = await home.enrol();
    await bringOnline(home, nas, subscriberId, "aa:bb:cc:dd:ee:01", "80000001");
    await report("80000001", 60, 1_000);
    await expect.poll(() => stored(subscriberId)).toEqual([1_000]);
  });

  it("has them counted after Redis was emptied", async () => {
    const subscriberId = await home.enrol();
    await bringOnline(home, nas, subscriberId, "aa:bb:cc:dd:ee:02", "80000002");
    await report("80000002", 60, 1_000);
    await expect.poll(() => stored(subscriberId)).toEqual([1_000]);
    await home.world.redis.flushall();
    await report("80000002", 120, 3_000);
    await expect.poll(() => stored(subscriberId)).toEqual([3_000]);
  });

  it("has those of a session nobody opened kept as evidence and charged to nobody", async () => {
    await report("never-opened", 60, 5_000, { more: [text(ATTRIBUTE["User-Name"], "somebody")] });
    const strays = () =>
      home.world.database("reports_in_doubt").where({ kind: "stray" }).select("down", "subscriber_id");
    await expect.poll(strays).toEqual([{ down: 5_000, subscriber_id: 0 }]);
  });
});
