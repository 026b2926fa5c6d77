import { afterAll, beforeAll, expect, it } from "vitest";
import { lastVerified } from "#access/device/remembered-store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { bringOnline, type Gateway, gateway, type ReportWishes, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { deviceRequest } from "./device.ts";

const HOUR = 3_600;
const MAC = "a8:00:00:00:00:01";

let home: House;
let nas: Gateway;
beforeAll(async () => {
  home = await house({
    policy: {
      longestSession: 2 * HOUR,
      allowances: [{ of: "seconds", per: "session", amount: HOUR }],
      atEnd: { kind: "stop" },
    },
  });
  nas = await gateway(home.nas);
});
afterAll(async () => {
  nas.close();
  await home.close();
});

it("a remembered phone asked about anew gets what is left of its session, not the whole again", async () => {
  const subscriberId = await home.enrol();
  await bringOnline(home, nas, subscriberId, MAC, "signed-in");
  await expect
    .poll(async () => (await lastVerified(home.world.database, MAC))?.subscriberId)
    .toBe(subscriberId);
  const nasSessionId = "by-address";
  const ask = () =>
    nas.ask(
      home.radius.authPort,
      deviceRequest(home.nas, { name: MAC, calling: MAC, pap: MAC, nasSessionId }),
    );
  const first = await ask();
  const classes = first.all(ATTRIBUTE["Class"]);
  const report = (said: Pick<ReportWishes, "status" | "seconds">) =>
    nas.ask(
      home.radius.acctPort,
      reportRequest(home.nas, {
        ...{ nasSessionId, classes, up: 0, down: 0, eventAt: home.world.now() },
        ...said,
      }),
    );
  expect(first.u32(ATTRIBUTE["Session-Timeout"])).toBe(HOUR);
  await report({ status: "Start" });
  home.world.clock.advance(HOUR / 2);
  await report({ status: "Interim-Update", seconds: HOUR / 2 });
  const again = await ask();
  expect(again.all(ATTRIBUTE["Class"])).toEqual(classes);
  expect(again.u32(ATTRIBUTE["Session-Timeout"])).toBe(HOUR / 2);
});
