import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { announce } from "#access/notice/live";
import { listPasts, PAST_KEPT_MS } from "#access/plan/past-store";
import type { Policy } from "#access/plan/plan";
import {
  addOverride,
  addPlan,
  changePlan,
  listOverrides,
  listPlans,
  makeDefault,
  readPlan,
} from "#access/plan/store";
import { planTable } from "#access/plan/table";
import { OPEN } from "../../setup/policies.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(async () => {
  await planTable.close(world);
  await world.close();
});

const plan = (code: string, policy: Policy = OPEN) => ({
  code,
  name: { vi: `Gói ${code}`, en: `Plan ${code}` },
  policy,
});
const TWO_GB: Policy = {
  ...OPEN,
  allowances: [{ of: "octets", per: "day", amount: 2_000_000_000 }],
  downKbps: 10_000,
};

describe("plans in PostgreSQL", () => {
  it("come back as they were made, the default first", async () => {
    await addPlan(world.database, plan("a"));
    const id = await addPlan(world.database, { ...plan("b", TWO_GB), isDefault: true });
    expect(await readPlan(world.database, id)).toEqual({ id, ...plan("b", TWO_GB), isDefault: true });
    expect((await listPlans(world.database)).map(({ code }) => code)).toEqual(["b", "a"]);
  });

  it("have one default, also when two are made the default at once", async () => {
    const ids = await Promise.all(["c", "d", "e"].map((code) => addPlan(world.database, plan(code))));
    const inTransaction = (id: number) =>
      world.database.transaction((transaction) => makeDefault(transaction, id));
    await Promise.all(ids.map(inTransaction));
    const defaults = (await listPlans(world.database)).filter(({ isDefault }) => isDefault);
    expect(defaults).toHaveLength(1);
    expect(ids).toContain(defaults[0]?.id);
  });

  it("refuse a code twice, rules that are none, and a plan that is not there", async () => {
    await expect(addPlan(world.database, plan("a"))).rejects.toMatchObject({ code: "plan_code_taken" });
    const nonsense = { ...OPEN, downKbps: -1 };
    await expect(addPlan(world.database, plan("f", nonsense))).rejects.toThrow();
    await expect(changePlan(world.database, 1, { policy: nonsense }, world.now())).rejects.toThrow();
    await expect(changePlan(world.database, 999, { policy: OPEN }, world.now())).rejects.toMatchObject({
      code: "plan_unknown",
    });
    await expect(
      world.database.transaction((transaction) => makeDefault(transaction, 999)),
    ).rejects.toMatchObject({ code: "plan_unknown" });
    expect((await listPlans(world.database)).filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect(await readPlan(world.database, 999)).toBeNull();
  });

  it("change in the parts named alone", async () => {
    const id = await addPlan(world.database, plan("g", TWO_GB));
    await changePlan(world.database, id, { name: { vi: "Mới", en: "New" } }, world.now());
    expect(await readPlan(world.database, id)).toMatchObject({
      name: { vi: "Mới", en: "New" },
      policy: TWO_GB,
    });
    await changePlan(world.database, id, { policy: OPEN }, world.now());
    expect(await readPlan(world.database, id)).toMatchObject({
      name: { vi: "Mới", en: "New" },
      policy: OPEN,
    });
  });

  it("leave behind what their rules were, overrides and all, for two months", async () => {
    const { database } = world;
    const id = await addPlan(database, plan("pasts", TWO_GB));
    const pasts = async () => (await listPasts(database)).filter(({ planId }) => planId === id);
    const at = world.now();
    const during = { startsAt: at, endsAt: at + 60_000 };
    const override = { planId: id, siteId: null, ...during, policy: { devices: 3 } };
    const overrideId = await addOverride(database, override, at);
    await changePlan(database, id, { policy: OPEN }, at + 1_000);
    const before = { planId: id, policy: TWO_GB, overrides: [], until: at };
    const then = { ...before, overrides: [{ id: overrideId, ...override }], until: at + 1_000 };
    expect(await pasts()).toEqual([before, then]);
    await changePlan(database, id, { policy: TWO_GB }, at + PAST_KEPT_MS + 1_000);
    expect((await pasts()).map(({ policy }) => policy)).toEqual([TWO_GB, OPEN]);
    await database("plan_overrides").where({ id: overrideId }).delete();
  });
});

describe("a change of a plan for a while", () => {
  it("comes back with the parts it names, and no others", async () => {
    const [startsAt, endsAt] = [Date.parse("2026-12-31T17:00Z"), Date.parse("2027-01-01T17:00Z")];
    const override = {
      planId: 1,
      siteId: null,
      startsAt,
      endsAt,
      policy: { devices: null, downKbps: 2_000 },
    };
    const id = await addOverride(world.database, override, world.now());
    const [stored] = await listOverrides(world.database);
    expect(stored).toEqual({ id, ...override });
    expect(Object.keys(stored!.policy).sort()).toEqual(["devices", "downKbps"]);
  });
});

describe("the table of plans", () => {
  it("is current within a moment of a notice, without restart", async () => {
    const table = await planTable.of(world);
    const id = await addPlan(world.database, { ...plan("h", TWO_GB), isDefault: true });
    await announce(world.redis, { kind: "plan", id });
    await vi.waitFor(() => expect(table.byId(id)?.policy).toEqual(TWO_GB), SOON);
    expect(table.defaultPlan()?.id).toBe(id);
    expect(table.overrides()).toHaveLength(1);
  });

  it("still knows a plan that is no longer given out, but not as the default", async () => {
    const table = await planTable.of(world);
    const id = table.defaultPlan()!.id;
    await world.database("plans").where({ id }).update({ archived_at: "2026-11-23" });
    await announce(world.redis, { kind: "plan", id });
    await vi.waitFor(() => expect(table.defaultPlan()).toBeUndefined(), SOON);
    expect(table.byId(id)?.code).toBe("h");
    expect((await listPlans(world.database)).some((each) => each.id === id)).toBe(false);
  });
});
