import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import { changePlan, readPlan } from "#access/plan/store";
import { bringOnline, type Gateway, gateway } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { type Das, obeys, openDas } from "./das.ts";

/** As many as there are Identifiers (RFC 2865 section 3: one octet). */
const AT_ONCE = 256;
const CROWD = AT_ONCE + 24;
const SOON = { timeout: 40_000, interval: 200 };

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
    await changePlan(world.database, planId, { policy: { ...plan.policy, downKbps: 2_000 } }, world.now());
    await announce(world.redis, { kind: "plan", id: planId });
    const answers = () =>
      world.database("authorization_changes").groupBy("answer").select("answer").count("* as count");
    const acknowledged = async (): Promise<number> =>
      Number((await answers()).find(({ answer }) => answer === "acknowledged")?.["count"] ?? 0);
    // Not before: with each second of the clock another might take over what a slow machine is still at.
    await expect.poll(acknowledged, SOON).toBeGreaterThanOrEqual(AT_ONCE);
    world.clock.advance(1);
    await expect.poll(answers, SOON).toEqual([{ answer: "acknowledged", count: CROWD }]);
  }, 120_000);
});
