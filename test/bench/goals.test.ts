import { describe, expect, it } from "vitest";
import type { Measured } from "../../bench/bench.ts";
import { goalTable, million } from "../../bench/goals.ts";

const one = (target: Measured["target"], load: Measured["load"], answered: number, more = {}): Measured => ({
  target,
  load,
  outcome: {
    answered,
    lost: 0,
    wrong: 0,
    repeated: 0,
    seconds: 1,
    p50: 1,
    p99: 2,
    cpu: 0,
    ...more,
  },
  costs: { server: 10, redis: 5 },
  caughtUp: 0.1,
});

const rowOf = (measured: readonly Measured[], goal: string): string =>
  goalTable({ measured, books: [], resident: { hien: 100 } }, million(300, 300))
    .split("\n")
    .find((row) => row.startsWith(`| ${goal}`)) ?? "";

describe("the table of goals", () => {
  it("compares medians of all rounds", () => {
    const measured = [1_000, 24_000, 12_000].flatMap((rate) => [
      one("hien", "logins", rate),
      one("sql", "logins", 1_000),
    ]);
    expect(rowOf(measured, "logins/s against FreeRADIUS + SQL")).toMatch(/\| 12 × \| met \|$/);
    expect(rowOf(measured, "CPU a login")).toMatch(/\| 15 µs \| met \|$/);
  });

  it("does not call a latency met while requests are lost", () => {
    expect(rowOf([one("hien", "fast", 10_000)], "p99 at 10,000")).toMatch(/\| 2 ms \| met \|$/);
    expect(rowOf([one("hien", "fast", 10_000, { lost: 3 })], "p99 at 10,000")).toMatch(
      /\| 2 ms, 3 lost \| \*\*not yet\*\* \|$/,
    );
  });

  it("adds up a million subscribers and a hundred thousand sessions", () => {
    expect(million(300, 300)).toBe(330);
    expect(rowOf([], "Redis for 1,000,000")).toMatch(/\| 330 MB \| met \|$/);
  });
});
