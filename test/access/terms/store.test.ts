import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPlan } from "#access/plan/store";
import { firstTerms } from "#access/terms/first-terms";
import { accept, currentTerms, hasAccepted, publishTerms } from "#access/terms/store";
import { OPEN } from "../../setup/policies.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
let subscriberId: number;
beforeAll(async () => {
  world = await testWorld();
  const planId = await addPlan(world.database, { code: "p", name: { vi: "p", en: "p" }, policy: OPEN });
  const at = new Date(world.now()).toISOString();
  const rows = await world
    .database("subscribers")
    .insert({ plan_id: planId, plan_since: at, joined_at: at, anchor_day: 1 })
    .returning<{ id: number }[]>("id");
  subscriberId = rows[0]?.id ?? 0;
});
afterAll(() => world.close());

describe("the terms of use", () => {
  it("are none before any was published", async () => {
    expect(await currentTerms(world.database)).toBeNull();
  });

  it("in force are the latest version; agreeing to one is not agreeing to the next", async () => {
    const first = await publishTerms(world.database, firstTerms, world.now());
    await accept(world.database, { subscriberId, termsId: first.id, nasId: null, acceptedAt: world.now() });
    expect(await hasAccepted(world.database, subscriberId, first.id)).toBe(true);
    const second = await publishTerms(world.database, { vi: "mới", en: "new" }, world.now());
    expect(second.version).toBe(first.version + 1);
    expect(await currentTerms(world.database)).toEqual(second);
    expect(await hasAccepted(world.database, subscriberId, second.id)).toBe(false);
  });

  it("get two versions when two are published at once", async () => {
    const both = await Promise.all(
      ["a", "b"].map((text) => publishTerms(world.database, { vi: text, en: text }, world.now())),
    );
    expect(new Set(both.map(({ version }) => version)).size).toBe(2);
  });

  it("agreed to twice keep the first time", async () => {
    const terms = await currentTerms(world.database);
    const agree = (acceptedAt: number) =>
      accept(world.database, { subscriberId, termsId: terms?.id ?? 0, nasId: null, acceptedAt });
    await agree(world.now());
    await agree(world.now() + 60_000);
    const row = await world.database("acceptances").where({ terms_id: terms?.id }).first("accepted_at");
    expect(row.accepted_at).toBe(world.now());
  });
});

describe("the first terms", () => {
  it("say the same parts in both languages", () => {
    const headings = (text: string) => text.split("\n").filter((line) => line.startsWith("## ")).length;
    expect(headings(firstTerms.vi)).toBe(headings(firstTerms.en));
    expect(headings(firstTerms.vi)).toBeGreaterThanOrEqual(6);
  });
});
