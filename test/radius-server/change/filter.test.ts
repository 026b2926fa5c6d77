import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import type { ChosenNames } from "#access/vendors/profile-names";
import type { NasKind } from "#access/vendors/vendors";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { MB, openScene, type Scene } from "./scene.ts";

let scene: Scene;
afterEach(() => scene.close());

const profile = async (): Promise<string> => (await scene.session()).profile;

const spent = async (kind: NasKind, profileNames: ChosenNames = {}): Promise<void> => {
  scene = await openScene(kind, { atEnd: { kind: "government-only" } }, { profileNames });
  await scene.report(10 * MB);
};

const givenMore = async (): Promise<void> => {
  await scene.giveMore(5 * MB);
  await announce(scene.home.world.redis, { kind: "subscriber", id: scene.subscriberId });
};

describe("a running session that may see government pages alone from now on", () => {
  it.each<NasKind>(["generic", "mikrotik", "coovachilli"])(
    "is told its filter at a %s NAS, which changes one",
    async (kind) => {
      await spent(kind);
      const request = await scene.das.next();
      expect(request.code).toBe(CODE["CoA-Request"]);
      expect(request.text(ATTRIBUTE["Filter-Id"])).toBe("government-only");
      await expect.poll(profile).toBe("government-only");
    },
  );

  it.each<NasKind>(["huawei", "h3c"])(
    "is ended at a %s NAS, where a CoA changes rates alone, or it would go on unhindered",
    async (kind) => {
      await spent(kind);
      expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    },
  );
});

describe("a running session that may see all pages again", () => {
  it.each<NasKind>(["generic", "mikrotik"])(
    "is ended at a %s NAS, which keeps the filter that a CoA leaves out",
    async (kind) => {
      await spent(kind);
      await scene.das.next();
      await expect.poll(profile).toBe("government-only");
      await givenMore();
      expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    },
  );

  it.each<NasKind>(["generic", "mikrotik"])(
    "is told the filter of a full session at a %s NAS, where it has one, which takes the other's place",
    async (kind) => {
      await spent(kind, { full: "khách", "government-only": "chỉ-dịch-vụ-công" });
      expect((await scene.das.next()).text(ATTRIBUTE["Filter-Id"])).toBe("chỉ-dịch-vụ-công");
      await expect.poll(profile).toBe("government-only");
      await givenMore();
      const request = await scene.das.next();
      expect([request.code, request.text(ATTRIBUTE["Filter-Id"])]).toEqual([CODE["CoA-Request"], "khách"]);
      await expect.poll(profile).toBe("full");
    },
  );

  it("is freed by a CoA at CoovaChilli, which forgets what one leaves out", async () => {
    await spent("coovachilli");
    await scene.das.next();
    await expect.poll(profile).toBe("government-only");
    await givenMore();
    const request = await scene.das.next();
    expect([request.code, request.count(ATTRIBUTE["Filter-Id"])]).toEqual([CODE["CoA-Request"], 0]);
    await expect.poll(profile).toBe("full");
  });
});
