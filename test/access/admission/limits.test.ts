import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitsOf } from "#access/admission/limits";
import type { Policy } from "#access/plan/plan";
import type { Line } from "#access/quota/standing";
import { OPEN } from "../../setup/policies.ts";
import { BEGINNING } from "../../setup/stores.ts";

const GB = 1_000_000_000;
const HOUR = 3_600;

const line = (of: Line["of"], left: number): Line => ({
  of,
  per: "day",
  limit: 10 * GB,
  used: 10 * GB - left,
  left,
  startsAt: BEGINNING,
  resetsAt: null,
});

type Given = Parameters<typeof limitsOf>[0];
const given = (policy: Partial<Policy>, more: Partial<Given> = {}): Given => ({
  profile: "full",
  policy: { ...OPEN, ...policy },
  lines: [],
  changeable: true,
  interimSeconds: 300,
  closesAt: null,
  endsAt: null,
  ...more,
});
const limits = (policy: Partial<Policy>, more: Partial<Given> = {}) =>
  limitsOf(given(policy, more), BEGINNING);

const SLOW = { kind: "slow", downKbps: 512, upKbps: 256 } as const;

describe("the limits of a session", () => {
  it("are nothing but the interval of reports where the plan limits nothing", () => {
    expect(limits({})).toEqual({
      profile: "full",
      sessionTimeout: null,
      idleTimeout: null,
      totalOctets: null,
      downKbps: null,
      upKbps: null,
      interimSeconds: 300,
    });
  });

  it("hand out what is left where the plan stops at its end", () => {
    const lines = [line("octets", 3 * GB), line("octets", 2 * GB), line("seconds", HOUR)];
    expect(limits({ atEnd: { kind: "stop" } }, { lines })).toMatchObject({
      totalOctets: 2 * GB,
      sessionTimeout: HOUR,
    });
  });

  it("count the longest session from its beginning, and end at once one that has run longer", () => {
    expect(limits({ longestSession: HOUR }, { age: 600 }).sessionTimeout).toBe(HOUR - 600);
    expect(limits({}, { renewEvery: HOUR, age: 600 }).sessionTimeout).toBe(HOUR - 600);
    expect(limits({ longestSession: HOUR }, { age: 2 * HOUR }).sessionTimeout).toBe(1);
  });

  it("do not hand out what is left where the session is slowed at its end, lest the NAS cut it", () => {
    const lines = [line("octets", 2 * GB), line("seconds", HOUR)];
    expect(limits({ atEnd: SLOW }, { lines })).toMatchObject({ totalOctets: null, sessionTimeout: null });
  });

  it("hand it out all the same where the session cannot be changed later", () => {
    const lines = [line("octets", 2 * GB), line("seconds", HOUR)];
    expect(limits({ atEnd: SLOW }, { lines, changeable: false })).toMatchObject({
      totalOctets: 2 * GB,
      sessionTimeout: HOUR,
    });
  });

  it("are the plan's floor once slowed, and nothing is handed out any more", () => {
    const policy = { downKbps: 10_000, upKbps: 5_000, atEnd: SLOW };
    expect(limits(policy, { profile: "slow", lines: [line("octets", 0)], changeable: false })).toMatchObject({
      profile: "slow",
      downKbps: 512,
      upKbps: 256,
      totalOctets: null,
      sessionTimeout: null,
    });
  });

  it("keep the plan's speed where only government pages are left", () => {
    const policy = { downKbps: 10_000, upKbps: 5_000, atEnd: { kind: "government-only" } } as const;
    expect(limits(policy, { profile: "government-only", lines: [line("octets", 0)] })).toMatchObject({
      profile: "government-only",
      downKbps: 10_000,
      upKbps: 5_000,
    });
  });

  it("end a session at the first of: longest session, hours, plan, time left", () => {
    const at = (seconds: number): number => BEGINNING + seconds * 1000;
    const all = { closesAt: at(3 * HOUR), endsAt: at(2 * HOUR), lines: [line("seconds", HOUR)] };
    const timeout = (policy: Partial<Policy>, more: Partial<Given>) => limits(policy, more).sessionTimeout;
    expect(timeout({ longestSession: 4 * HOUR }, {})).toBe(4 * HOUR);
    expect(timeout({ longestSession: 4 * HOUR }, { closesAt: all.closesAt })).toBe(3 * HOUR);
    expect(timeout({}, { closesAt: all.closesAt, endsAt: all.endsAt })).toBe(2 * HOUR);
    expect(timeout({}, all)).toBe(HOUR);
  });

  it("leave at least one second, since a NAS takes 0 for unlimited", () => {
    expect(limits({}, { endsAt: BEGINNING + 1 }).sessionTimeout).toBe(1);
  });
});

describe("the interval of reports", () => {
  const interim = (octets: number, downKbps: number | null = 8_000) =>
    limits({ downKbps, upKbps: downKbps, atEnd: SLOW }, { lines: [line("octets", octets)] }).interimSeconds;

  it("shortens as the end comes near, to half of what full speed would take", () => {
    expect(interim(10 * GB)).toBe(300);
    expect(interim(400_000_000)).toBe(100); // twice 8 Mbit/s move it in 200 s
    expect(interim(1)).toBe(60);
  });

  it("shortens to half of the time left", () => {
    expect(limits({}, { lines: [line("seconds", 200)] }).interimSeconds).toBe(100);
  });

  it("is never longer than the NAS's own and never below 60 s (RFC 2869 section 2.1)", () => {
    expect(interim(10 * GB, null)).toBe(300);
    expect(limits({}, { interimSeconds: 10 }).interimSeconds).toBe(60);
  });
});

describe("limits, whatever the plan and whatever was used", () => {
  const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const kbps = fc.option(fc.integer({ min: 8, max: 10_000_000 }), { nil: null });
  const anyAtEnd = fc.constantFrom<Policy["atEnd"]>({ kind: "stop" }, SLOW, { kind: "government-only" });
  const anyGiven = fc
    .record({
      lines: fc.array(fc.record({ of: fc.constantFrom<Line["of"]>("octets", "seconds"), left: amount }), {
        maxLength: 5,
      }),
      downKbps: kbps,
      upKbps: kbps,
      atEnd: anyAtEnd,
      longestSession: fc.option(fc.integer({ min: 60, max: 2_592_000 }), { nil: null }),
      closesIn: fc.option(fc.integer({ min: 1, max: 10 ** 9 }), { nil: null }),
      endsIn: fc.option(fc.integer({ min: 1, max: 10 ** 12 }), { nil: null }),
      changeable: fc.boolean(),
      interimSeconds: fc.integer({ min: 60, max: 3_600 }),
    })
    .map(({ lines, closesIn, endsIn, changeable, interimSeconds, ...policy }) =>
      given(policy, {
        lines: lines.map(({ of, left }) => line(of, left)),
        closesAt: closesIn && BEGINNING + closesIn,
        endsAt: endsIn && BEGINNING + endsIn,
        changeable,
        interimSeconds,
      }),
    );

  it("are whole, at least 1, and never above what is left", () => {
    fc.assert(
      fc.property(anyGiven, (input) => {
        const { sessionTimeout, totalOctets, interimSeconds } = limitsOf(input, BEGINNING);
        const leftOf = (of: Line["of"]): number =>
          Math.min(...input.lines.filter((each) => each.of === of).map(({ left }) => left));
        for (const value of [sessionTimeout, totalOctets, interimSeconds]) {
          if (value !== null) expect(Number.isSafeInteger(value) && value >= 1).toBe(true);
        }
        if (totalOctets !== null) expect(totalOctets).toBeLessThanOrEqual(leftOf("octets"));
        const isHanded = input.policy.atEnd.kind === "stop" || !input.changeable;
        if (isHanded && Number.isFinite(leftOf("seconds")))
          expect(sessionTimeout).toBeLessThanOrEqual(leftOf("seconds"));
        if (isHanded && Number.isFinite(leftOf("octets"))) expect(totalOctets).toBe(leftOf("octets"));
        expect(interimSeconds).toBeLessThanOrEqual(input.interimSeconds);
      }),
    );
  });
});
