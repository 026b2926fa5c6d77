import { describe, expect, it } from "vitest";
import { type Plan, type PlanOverride, policyInForce } from "#access/plan/plan";
import { OPEN } from "../../setup/policies.ts";
import { BEGINNING } from "../../setup/stores.ts";

const [SITE, COMMUNE, PROVINCE] = [30, 20, 10];
const CHAIN = [SITE, COMMUNE, PROVINCE];
const plan: Plan = {
  id: 1,
  code: "visitor",
  name: { vi: "Khách", en: "Visitor" },
  policy: { ...OPEN, downKbps: 1_000, upKbps: 1_000 },
  isDefault: true,
};

let lastId = 0;
const override = (policy: PlanOverride["policy"], more: Partial<PlanOverride> = {}): PlanOverride => {
  lastId += 1;
  return { id: lastId, planId: 1, siteId: null, startsAt: null, endsAt: null, policy, ...more };
};
const speed = (overrides: readonly PlanOverride[], chain = CHAIN, at = BEGINNING) =>
  policyInForce(plan, overrides, chain, at).downKbps;

describe("the rules in force", () => {
  it("are the plan's own where nothing changes them", () => {
    expect(policyInForce(plan, [], CHAIN, BEGINNING)).toEqual(plan.policy);
  });

  it("lay the nearest site over all others, in whatever order they come", () => {
    const everywhere = override({ downKbps: 2_000 });
    const province = override({ downKbps: 3_000 }, { siteId: PROVINCE });
    const commune = override({ downKbps: 4_000 }, { siteId: COMMUNE });
    const site = override({ downKbps: 5_000 }, { siteId: SITE });
    expect(speed([site, everywhere, commune, province])).toBe(5_000);
    expect(speed([commune, province, everywhere])).toBe(4_000);
    expect(speed([province, everywhere])).toBe(3_000);
    expect(speed([everywhere])).toBe(2_000);
  });

  it("replace only the parts that are named", () => {
    const overrides = [
      override({ upKbps: 500 }, { siteId: PROVINCE }),
      override({ downKbps: 9_000 }, { siteId: SITE }),
    ];
    expect(policyInForce(plan, overrides, CHAIN, BEGINNING)).toEqual({
      ...plan.policy,
      upKbps: 500,
      downKbps: 9_000,
    });
  });

  it("take the later of two for one site", () => {
    const first = override({ downKbps: 2_000 }, { siteId: SITE });
    const second = override({ downKbps: 3_000 }, { siteId: SITE });
    expect(speed([second, first])).toBe(3_000);
  });

  it("pass over another plan's, another site's, and those not yet or no longer true", () => {
    expect(speed([override({ downKbps: 9 }, { planId: 2 })])).toBe(1_000);
    expect(speed([override({ downKbps: 9 }, { siteId: 31 })])).toBe(1_000);
    expect(speed([override({ downKbps: 9 }, { startsAt: BEGINNING + 1 })])).toBe(1_000);
    expect(speed([override({ downKbps: 9 }, { endsAt: BEGINNING })])).toBe(1_000);
  });

  it("hold from the first instant of their time", () => {
    expect(speed([override({ downKbps: 9 }, { startsAt: BEGINNING, endsAt: BEGINNING + 1 })])).toBe(9);
  });

  it("leave the plan itself as it was", () => {
    policyInForce(plan, [override({ downKbps: 9 })], CHAIN, BEGINNING);
    expect(plan.policy.downKbps).toBe(1_000);
  });
});
