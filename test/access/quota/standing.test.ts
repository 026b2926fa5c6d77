import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Allowance, Policy } from "#access/plan/plan";
import { usageIn } from "#access/quota/live";
import { onceSince, periodsAt } from "#access/quota/period";
import { linesOf, type Periods, profileOf, type Usage, type Used } from "#access/quota/standing";
import type { TopUp } from "#access/quota/top-up";
import type { PeriodTotal } from "#access/quota/totals";
import { OPEN } from "../../setup/policies.ts";
import { BEGINNING } from "../../setup/stores.ts";

const GB = 1_000_000_000;
const HOUR = 3_600;
const SINCE = BEGINNING - 10 * 86_400_000;
const periods: Periods = {
  ...periodsAt(BEGINNING, { zone: "Asia/Ho_Chi_Minh", anchorDay: 23 }),
  once: onceSince(SINCE),
};
const NOTHING: Used = { up: 0, down: 0, seconds: 0 };
const unused: Usage = { day: NOTHING, week: NOTHING, month: NOTHING, once: NOTHING, session: null };

const daily = (amount: number): Allowance => ({ of: "octets", per: "day", amount });
const lines = (allowances: Allowance[], usage: Partial<Usage> = {}, topUps: TopUp[] = []) =>
  linesOf({ ...OPEN, allowances }, { ...unused, ...usage }, topUps, periods);
const gift = (amount: number, more: Partial<TopUp> = {}): TopUp => ({
  of: "octets",
  per: "day",
  periodStartsAt: periods.day.startsAt,
  amount,
  ...more,
});

describe("how an allowance stands", () => {
  it("counts octets both ways together", () => {
    const [line] = lines([daily(5 * GB)], { day: { up: GB, down: 2 * GB, seconds: HOUR } });
    expect(line).toEqual({
      of: "octets",
      per: "day",
      limit: 5 * GB,
      used: 3 * GB,
      left: 2 * GB,
      startsAt: periods.day.startsAt,
      resetsAt: periods.day.endsAt,
    });
  });

  it("counts seconds of its own period", () => {
    const allowance: Allowance = { of: "seconds", per: "week", amount: 10 * HOUR };
    const [line] = lines([allowance], {
      day: { ...NOTHING, seconds: HOUR },
      week: { ...NOTHING, seconds: 4 * HOUR },
    });
    expect(line).toMatchObject({ used: 4 * HOUR, left: 6 * HOUR, resetsAt: periods.week.endsAt });
  });

  it("never has less than nothing left", () => {
    expect(lines([daily(GB)], { day: { ...NOTHING, down: 2 * GB } })[0]).toMatchObject({
      used: 2 * GB,
      left: 0,
    });
  });

  it("counts a session's allowance by that session, and from nothing before there is one", () => {
    const allowance: Allowance = { of: "octets", per: "session", amount: GB };
    expect(lines([allowance])[0]).toMatchObject({ used: 0, left: GB, startsAt: null, resetsAt: null });
    expect(lines([allowance], { session: { ...NOTHING, up: GB } })[0]).toMatchObject({ left: 0 });
  });

  it("never is full again where it is for once", () => {
    const [line] = lines([{ of: "octets", per: "once", amount: GB }]);
    expect(line).toMatchObject({ startsAt: SINCE, resetsAt: null });
  });

  it("grows by every gift for this period and this measure, and by no other", () => {
    const topUps = [
      gift(GB),
      gift(2 * GB),
      gift(4 * GB, { periodStartsAt: periods.day.startsAt - 86_400_000 }),
      gift(8 * GB, { of: "seconds" }),
      gift(16 * GB, { per: "month" }),
    ];
    expect(lines([daily(GB)], {}, topUps)[0]).toMatchObject({ limit: 4 * GB, left: 4 * GB });
  });

  it("is never negative and never above its limit, whatever was used and given", () => {
    const octets = fc.integer({ min: 0, max: 2 ** 50 });
    fc.assert(
      fc.property(octets, octets, octets, octets, (amount, up, down, more) => {
        const [line] = lines([daily(amount + 1)], { day: { up, down, seconds: 0 } }, [gift(more + 1)]);
        expect(line!.left).toBe(Math.max(0, amount + 1 + more + 1 - up - down));
        expect(line!.left).toBeLessThanOrEqual(line!.limit);
      }),
    );
  });
});

describe("what a person is served", () => {
  const policy = (kind: Policy["atEnd"]["kind"]): Policy => ({
    ...OPEN,
    atEnd: kind === "slow" ? { kind, downKbps: 512, upKbps: 256 } : { kind },
  });
  const left = lines([daily(GB)]);
  const spent = lines([daily(GB), daily(2 * GB)], { day: { ...NOTHING, down: GB } });

  it("is everything while every allowance has something left", () => {
    for (const kind of ["slow", "government-only", "stop"] as const)
      expect(profileOf(policy(kind), left)).toBe("full");
  });

  it("is the plan's end as soon as one is spent", () => {
    expect(profileOf(policy("slow"), spent)).toBe("slow");
    expect(profileOf(policy("government-only"), spent)).toBe("government-only");
    expect(profileOf(policy("stop"), spent)).toBe("end");
  });
});

describe("what a person used in all", () => {
  it("is read by period and start; what is not there was not used", () => {
    const today = periods.day.startsAt / 1000;
    const totals: PeriodTotal[] = [
      ["d", today, 1, 9_007_199_254_740_991, 0],
      ["d", today - 86_400, 77, 0, 0],
      ["o", Math.floor(SINCE / 1000), 0, 0, 60],
    ];
    expect(usageIn(totals, periods, null)).toEqual({
      ...unused,
      day: { up: 1, down: Number.MAX_SAFE_INTEGER, seconds: 0 },
      once: { ...NOTHING, seconds: 60 },
    });
  });
});
