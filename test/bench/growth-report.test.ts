import { describe, expect, it } from "vitest";
import type { Step } from "../../bench/growth.ts";
import { growthSection } from "../../bench/growth-report.ts";
import { optionsOf } from "../../bench/options.ts";

const load = (perSecond: number, cost: number): Step["grown"]["logins"] => ({
  perSecond,
  cost,
  p50: 1,
  p99: 2,
  costs: { server: cost },
  generator: 9,
  caughtUp: 0,
  lost: 0,
  wrong: 0,
});

const step = (subscribers: number, live: number, perSecond: number): Step => ({
  subscribers,
  live,
  perSubscriber: 300,
  perSession: 400,
  held: subscribers * 300 + live * 400,
  grown: { logins: load(perSecond, 20), interims: load(perSecond / 2, 40) },
  small: { logins: load(40_000, 10), interims: load(20_000, 40) },
});

const setting = { day: "2026-11-23", machine: "2 cores", software: "Node", othersWaiting: 0.5 };

describe("the section on growth", () => {
  const section = growthSection(
    [step(100_000, 10_000, 40_000), step(1_000_000, 100_000, 38_000)],
    setting,
    optionsOf([]),
  );

  it("is one section of the document", () => {
    expect(section.match(/^#+ .*/gm)).toEqual(["## How cost grows"]);
  });

  it("has a row for each step", () => {
    expect(section).toContain(
      "| 1,000,000 | 100,000 | 38,000 | 0.95 × | 20 | 2 × | 19,000 | 0.95 × | 40 | 1 × | 300 | 400 | 340 |",
    );
  });

  it("compares the last step with a tenth of it, and with the goal for memory", () => {
    expect(section).toContain("0.95 × the logins a second (goal: 0.9 ×)");
    expect(section).toContain("Redis holds 340 MB (goal: at most 330).");
  });
});
