import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import type { Policy } from "#access/plan/plan";
import { addOverride } from "#access/plan/store";
import { keys, tagOf } from "#access/redis/keys";
import type { NasKind } from "#access/vendors/vendors";
import { CODE } from "#radius-server/protocol/codes";
import { differs, obeys, refuses } from "./das.ts";
import { MB, openScene, POLICY, type Scene } from "./scene.ts";

let scene: Scene;
afterEach(() => scene.close());

/** The families that can end sessions and not change them. */
const ONLY_END: readonly NasKind[] = ["hostapd", "ruckus-zonedirector", "cambium", "meraki", "cisco-wlc"];

const MORE: readonly Partial<Policy>[] = [
  { downKbps: 10_000 },
  { upKbps: null },
  { longestSession: null, idle: null },
  { allowances: [{ ...POLICY.allowances[0], amount: 20 * MB }] },
  { devices: 3 },
  { atEnd: { kind: "government-only" } },
];
const LESS: readonly Partial<Policy>[] = [
  { downKbps: 2_000 },
  { idle: 300 },
  { allowances: [{ ...POLICY.allowances[0], amount: 5 * MB }] },
  { devices: 1 },
  { downKbps: 10_000, upKbps: 500 },
];

const open = (kind: NasKind) => openScene(kind, { longestSession: 7_200, idle: 600, devices: 2 });

const claim = () => {
  const { home, subscriberId } = scene;
  return home.world.redis.hgetall(keys.claim(tagOf(subscriberId), `plan:${home.planId}`));
};
/** Staff change rules, and everybody it concerns was looked at. */
const changed = async (change: () => Promise<void>): Promise<void> => {
  const { mark } = await claim();
  await change();
  await expect
    .poll(async () => {
      const now = await claim();
      return now["mark"] !== mark && now["until"];
    })
    .toBe("done");
};
const rules = (change: Partial<Policy>) => changed(() => scene.changeRules(change));
const wish = async () => (await scene.session()).wish;
const ended = async (): Promise<void> => {
  expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
  await expect
    .poll(scene.changes)
    .toMatchObject([{ wish: "end", cause: "plan", means: "disconnect", answer: "acknowledged" }]);
};

describe("a plan that gives more, at an access point that can only end sessions", () => {
  it.each(ONLY_END)("ends none at %s, in whatever it gives more", async (kind) => {
    scene = await open(kind);
    for (const more of MORE) await rules(more);
    expect([await wish(), scene.das.datagrams]).toEqual([null, []]);
  });

  it("ends those it takes something from as well", async () => {
    for (const less of LESS) {
      if (less !== LESS[0]) await scene.close();
      scene = await open("hostapd");
      await rules(less);
      await ended();
    }
  });

  it("and then takes something back ends those who were let in by what was given in between", async () => {
    scene = await open("hostapd");
    await rules({ downKbps: 20_000 });
    await rules({ downKbps: 10_000 });
    await ended();
  });

  it("ends none where what it had taken is given back before that was sent", async () => {
    scene = await open("hostapd");
    scene.das.answer(refuses("Resources-Unavailable"));
    await rules({ downKbps: 2_000 });
    await scene.das.next();
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    await rules({ downKbps: 5_000 });
    await expect.poll(wish).toBeNull();
    expect(scene.das.datagrams).toHaveLength(1);
  });

  it("at its place alone is looked at by what held there", async () => {
    scene = await open("hostapd");
    const { world, planId, nas } = scene.home;
    const here = (policy: Partial<Policy>) => async () => {
      const override = { planId, siteId: nas.siteId, startsAt: null, endsAt: null, policy };
      await addOverride(world.database, override, world.now());
      await announce(world.redis, { kind: "plan", id: planId });
    };
    await changed(here({ downKbps: 8_000 }));
    await rules({ downKbps: 6_000 });
    expect([await wish(), scene.das.datagrams]).toEqual([null, []]);
    await changed(here({ downKbps: 4_000 }));
    await ended();
  });
});

describe("a plan that gives more, at an access point that refuses to change a session", () => {
  it("leaves it as it is", async () => {
    scene = await open("generic");
    scene.das.answer(differs(refuses("Unsupported-Extension"), obeys));
    await rules({ downKbps: 10_000 });
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
    await expect.poll(wish).toBeNull();
    expect(await scene.changes()).toMatchObject([{ wish: "full", cause: "plan", answer: "refused" }]);
    expect(scene.das.datagrams).toHaveLength(1);
  });
});
