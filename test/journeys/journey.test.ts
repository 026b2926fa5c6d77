import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travel } from "#lab/journey";
import { speaking } from "#lab/lab";
import { visit } from "#lab/phone/browser";
import { emptyRedis } from "../setup/world.ts";
import { openProvince, type Province } from "./province.ts";

let province: Province;
beforeAll(async () => {
  province = await openProvince();
});
afterAll(() => province.close());

describe.each(["uam", "mikrotik", "generic"] as const)("a person at a %s access point", (dialect) => {
  it("comes online through the portal, an SMS, the terms and RADIUS", async () => {
    const nas = speaking(province.lab.points, dialect)[0]!;
    const { journey, attachment } = await travel(province.lab, nas, `091234560${nas.id % 10}`);
    expect(journey).toMatchObject({ online: true, verdict: "accepted", dialect, alert: null });
    expect(Object.keys(journey.steps)).toEqual(
      expect.arrayContaining(["first-page", "number", "code", "terms", "total"]),
    );
    expect(journey.attributes).toMatchObject({ "Session-Timeout": 3600, "Idle-Timeout": 900 });
    await attachment.leave("User-Request");
  });

  it("is not asked for the terms again the next time", async () => {
    const nas = speaking(province.lab.points, dialect)[3]!;
    const number = `097765430${nas.id % 10}`;
    const first = await travel(province.lab, nas, number);
    await first.attachment.leave("User-Request");
    await emptyRedis(province.world.redis); // a day later, as far as the limits on messages go
    const second = await travel(province.lab, nas, number);
    expect(second.journey).toMatchObject({ online: true, alert: null });
    expect(second.journey.steps["terms"]).toBeUndefined();
    await second.attachment.leave("User-Request");
  });
});

describe("a redirect somebody made up", () => {
  it("is answered with a plain page and opens no visit", async () => {
    const nas = speaking(province.lab.points, "uam")[0]!;
    const page = await visit(
      `${province.portalUrl}/${nas.slug}?res=notyet&uamip=127.0.0.1&uamport=1&mac=02-AA-BB-CC-DD-01`,
    );
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.html).not.toContain("<form");
  });
});
