import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import { changePlan, readPlan } from "#access/plan/store";
import { bringOnline, type Gateway, gateway } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { type Das, obeys, openDas } from "./das.ts";

/** More than there are Identifiers (RFC 2865 section 3: one octet). */
const CROWD = 280;

const macOf = (number: number): string =>
  `aa:bb:cc:dd:${Buffer.of(number >> 8, number & 255)
    .toString("hex")
    .replace(/(..)(..)/, "$1:$2")}`;

let home: House;
let das: Das;
let through: Gateway;
afterEach(async () => {
  through.close();
  das.close();
  await home.close();
});

describe("a plan changed for more people at one NAS than it can be asked about at once", () => {
  it("is asked of all of them, and nothing false is said about the NAS", async () => {
    das = await openDas();
    home = await house({
      policy: { downKbps: 5_000 },
      nas: { kind: "generic", coaPort: das.port, secret: das.secret },
    });
    const { world, planId } = home;
    through = await gateway(home.nas);
    for (let number = 0; number < CROWD; number += 1)
      await bringOnline(home, through, await home.enrol(), macOf(number), `session-${number}`);
    await expect.poll(async () => (await world.database("sessions")).length).toBe(CROWD);
    das.answer((request, secret) => {
      setTimeout(() => das.send(obeys(request, secret)[0]!), 500);
      return [];
    });
    const plan = (await readPlan(world.database, planId))!;
    await changePlan(world.database, planId, { policy: { ...plan.policy, downKbps: 2_000 } });
    await announce(world.redis, { kind: "plan", id: planId });
    const answers = async () => {
      world.clock.advance(1);
      return world.database("authorization_changes").groupBy("answer").select("answer").count("* as count");
    };
    await expect
      .poll(answers, { timeout: 20_000, interval: 200 })
      .toEqual([{ answer: "acknowledged", count: CROWD }]);
  }, 60_000);
});
