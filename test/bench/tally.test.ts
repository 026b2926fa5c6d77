import { describe, expect, it } from "vitest";
import { tallyOf } from "../../bench/generator/tally.ts";

describe("the tally of a load", () => {
  it("finds percentiles among latencies in any order", () => {
    const tally = tallyOf(100);
    for (let latency = 100; latency >= 1; latency -= 1) tally.count(latency, "right");
    expect(tally.percentile(0.5)).toBe(50);
    expect(tally.percentile(0.99)).toBe(99);
  });

  it("counts what was never answered apart, without a latency", () => {
    const tally = tallyOf(100);
    tally.count(4_000, "lost");
    tally.count(1, "wrong");
    expect([tally.answered(), tally.lost(), tally.wrong()]).toEqual([1, 1, 1]);
    expect(tally.percentile(0.99)).toBe(1);
  });
});
