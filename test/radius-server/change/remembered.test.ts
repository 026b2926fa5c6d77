import { afterEach, describe, expect, it } from "vitest";
import { lastVerified } from "#access/device/remembered-store";
import type { NasKind } from "#access/vendors/vendors";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { gateway, reportRequest } from "../gateway.ts";
import { deviceRequest } from "../mac-login/device.ts";
import { MAC, MB, openScene, type Scene } from "./scene.ts";

const HOUR = 3_600;
const WEEK = 7 * 24 * HOUR;

let scene: Scene;
afterEach(() => scene.close());

describe("a session of a phone that is remembered for one hour more", () => {
  it.each<[NasKind, number | null]>([
    ["coovachilli", null],
    ["generic", 4 * HOUR],
  ])(
    "ends with that hour also after it was slowed at a %s NAS, plan's longest %s s",
    async (kind, longestSession) => {
      scene = await openScene(kind, { longestSession });
      const { home, das } = scene;
      await expect.poll(async () => (await lastVerified(home.world.database, MAC))?.deviceId).toBeDefined();
      await scene.report(0, "Stop");
      home.world.clock.advance(WEEK - HOUR - 60);
      const through = await gateway(home.nas);
      const nasSessionId = "80000002";
      const accept = await through.ask(
        home.radius.authPort,
        deviceRequest(home.nas, { name: MAC, calling: MAC, pap: MAC, nasSessionId }),
      );
      expect([accept.code, accept.u32(ATTRIBUTE["Session-Timeout"])]).toEqual([CODE["Access-Accept"], HOUR]);
      home.world.clock.advance(60);
      const report = { nasSessionId, classes: accept.all(ATTRIBUTE["Class"]), eventAt: home.world.now() };
      await through.ask(
        home.radius.acctPort,
        reportRequest(home.nas, { status: "Interim-Update", ...report, up: 0, down: 10 * MB, seconds: 60 }),
      );
      through.close();
      const request = await das.next();
      expect([request.code, request.u32(ATTRIBUTE["Session-Timeout"])]).toEqual([CODE["CoA-Request"], HOUR]);
    },
  );
});
