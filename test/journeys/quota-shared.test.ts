import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standingOf } from "#access/quota/read-standing";
import { CODE } from "#radius-server/protocol/codes";
import { usageOf } from "../access/session/live.ts";
import { type ChangeListener, changeListener } from "../radius-server/change-listener.ts";
import { bringOnline, type Gateway, gateway, reportRequest } from "../radius-server/gateway.ts";
import { type House, house } from "../radius-server/house.ts";
import { topologies } from "../setup/topologies.ts";

const MB = 1_000_000;
const REPORTS = 100;
/** octets between two reports of a device, each way in turn: 100 reports come to 300 MB a device */
const STEP = { up: MB, down: 2 * MB };

describe.each(topologies)("a quota two devices use up in 200 reports at once, on Redis (%s),", (redis) => {
  let home: House;
  let nas: ChangeListener;
  let gateways: [Gateway, Gateway];
  beforeAll(async () => {
    nas = await changeListener();
    home = await house({
      redis,
      realClock: true,
      policy: {
        allowances: [{ of: "octets", per: "day", amount: 500 * MB }],
        atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
        devices: 2,
      },
      nas: { kind: "mikrotik", coaPort: nas.port, secret: nas.secret },
    });
    gateways = [await gateway(home.nas), await gateway(home.nas)];
  });
  afterAll(async () => {
    for (const each of gateways) each.close();
    await home.close();
    nas.close();
  });

  it("is counted once, in Redis and PostgreSQL alike, and slows both sessions", async () => {
    const { world, radius } = home;
    const subscriberId = await home.enrol();
    const devices = await Promise.all(
      gateways.map((through, index) =>
        bringOnline(home, through, subscriberId, `aa:bb:cc:dd:ee:0${index}`, `8000000${index}`),
      ),
    );
    const began = world.now();
    const reports = gateways.flatMap((through, device) =>
      Array.from({ length: REPORTS }, (_, index) => {
        const number = index + 1;
        const datagram = reportRequest(home.nas, {
          status: "Interim-Update",
          ...(devices[device] as (typeof devices)[number]),
          up: number * STEP.up,
          down: number * STEP.down,
          seconds: number,
          eventAt: began,
        });
        return { through, datagram, order: (number * 37 + device * 11) % 101 };
      }),
    );
    // Out of order; every fourth is sent twice, and the first answer does for both.
    const shuffled = reports.toSorted((a, b) => a.order - b.order);
    const replies = await Promise.all(
      shuffled.map(({ through, datagram }, index) => {
        if (index % 4 === 0) through.socket.send(datagram, radius.acctPort, "127.0.0.1");
        return through.ask(radius.acctPort, datagram);
      }),
    );
    expect(replies.map(({ code }) => code)).toEqual(Array(2 * REPORTS).fill(CODE["Accounting-Response"]));

    const truth = { up: 2 * REPORTS * STEP.up, down: 2 * REPORTS * STEP.down, seconds: 2 * REPORTS };
    const usage = await usageOf(world.redis, subscriberId);
    for (const letter of ["d", "w", "m", "o"]) {
      const counted = Object.entries(usage)
        .filter(([field]) => field.startsWith(`${letter}:`))
        .map(([, value]) => value);
      expect(counted).toEqual([`${truth.up}:${truth.down}:${truth.seconds}`]);
    }
    await expect
      .poll(() =>
        world
          .database("usage")
          .where({ subscriber_id: subscriberId })
          .orderBy("per")
          .select("per", "up", "down", "seconds"),
      )
      .toEqual(["day", "month", "once", "week"].map((per) => ({ per, ...truth })));
    const sessions = await world
      .database("sessions")
      .where({ subscriber_id: subscriberId })
      .select("up", "down", "seconds");
    expect(sessions).toEqual(Array(2).fill({ up: truth.up / 2, down: truth.down / 2, seconds: REPORTS }));

    await expect
      .poll(() => world.database("sessions").where({ subscriber_id: subscriberId }).select("profile"))
      .toEqual([{ profile: "slow" }, { profile: "slow" }]);
    expect(nas.heard.map(({ code }) => code)).toEqual([CODE["CoA-Request"], CODE["CoA-Request"]]);
    expect((await standingOf(world, subscriberId)).lines[0]).toMatchObject({ used: 600 * MB, left: 0 });
  });
});
