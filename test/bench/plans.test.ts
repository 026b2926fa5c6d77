import { describe, expect, it } from "vitest";
import { optionsOf } from "../../bench/options.ts";
import { planOf } from "../../bench/plans.ts";

const options = optionsOf(["--seconds", "2", "--in-flight", "64"]);

describe("the plan of a load", () => {
  it("makes ready half as many again as the server answered the time before", () => {
    expect(planOf("logins", options, 1_000).most).toBe(3_000 + 500);
    expect(planOf("sessions", options, 6_000).most).toBe(3_000 + 500);
  });

  it("makes ready what a quick server may answer while nothing is known", () => {
    expect(planOf("logins", options, undefined).most).toBeGreaterThan(40_000);
  });

  it("asks so many a second at a steady rate, however fast the server is", () => {
    const plan = planOf("fast", options, 50);
    expect(plan.pace).toEqual({ kind: "open", perSecond: 10_000 });
    expect(plan.most * 6).toBeGreaterThan(20_000);
  });
});
