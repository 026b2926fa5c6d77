import { describe, expect, it } from "vitest";
import type { Policy } from "#access/plan/plan";
import { takes } from "#access/plan/takes";
import { OPEN } from "../../setup/policies.ts";
import { BEGINNING } from "../../setup/stores.ts";

const MINUTE_MS = 60_000;
const GB = 1_000_000_000;
const MORNING = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "12:00" } as const;

const BEFORE: Policy = {
  allowances: [
    { of: "octets", per: "day", amount: 2 * GB },
    { of: "seconds", per: "day", amount: 7_200 },
  ],
  downKbps: 5_000,
  upKbps: 1_000,
  atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
  longestSession: 3_600,
  idle: 600,
  devices: 2,
  hours: [{ ...MORNING, weekdays: [...MORNING.weekdays] }],
  validFor: 86_400,
};
const [OCTETS, SECONDS] = BEFORE.allowances as [Policy["allowances"][number], Policy["allowances"][number]];
/** Ten in the morning: two hours before the plan's hours close. */
const at = BEGINNING + MINUTE_MS;
const served = { profile: "full", zone: "Asia/Ho_Chi_Minh", at };

const until = (to: string): Partial<Policy> => ({ hours: [{ ...BEFORE.hours[0]!, to }] });

describe("rules that change under somebody online", () => {
  it.each<[string, Partial<Policy>]>([
    ["are the same", {}],
    ["are faster", { downKbps: 10_000, upKbps: 2_000 }],
    ["limit no speed any more", { downKbps: null, upKbps: null }],
    ["let a session be longer", { longestSession: 7_200 }],
    ["limit no session any more", { longestSession: null }],
    ["let a device be idle for longer", { idle: 1_200 }],
    ["let more devices in", { devices: 3 }],
    ["hold for longer", { validFor: null }],
    ["close later", until("13:00")],
    ["are open always", { hours: [] }],
    ["give more", { allowances: [{ ...OCTETS, amount: 3 * GB }, SECONDS] }],
    ["limit less", { allowances: [OCTETS] }],
    ["name what they give otherwise", { allowances: [SECONDS, OCTETS] }],
    ["end otherwise, which is not noticed before the end", { atEnd: { kind: "stop" } }],
  ])("take nothing where they %s", (_, change) => {
    expect(takes({ ...BEFORE, ...change }, BEFORE, served)).toBe(false);
  });

  it.each<[string, Partial<Policy>]>([
    ["are slower down", { downKbps: 4_000 }],
    ["are slower up", { upKbps: 500 }],
    ["let a session be less long", { longestSession: 1_800 }],
    ["let a device be idle less long", { idle: 300 }],
    ["let fewer devices in", { devices: 1 }],
    ["hold less long", { validFor: 3_600 }],
    ["close sooner", until("11:00")],
    ["give less", { allowances: [{ ...OCTETS, amount: GB }, SECONDS] }],
    ["limit what was not limited", { allowances: [OCTETS, SECONDS, { ...OCTETS, per: "week" }] }],
    ["give in one thing and take in another", { downKbps: 10_000, idle: 300 }],
  ])("take something where they %s", (_, change) => {
    expect(takes({ ...BEFORE, ...change }, BEFORE, served)).toBe(true);
  });

  it("take something where they limit for the first time", () => {
    expect(takes({ ...OPEN, idle: 600 }, OPEN, served)).toBe(true);
    expect(takes({ ...OPEN, downKbps: 600 }, OPEN, served)).toBe(true);
    expect(takes({ ...OPEN, hours: BEFORE.hours }, OPEN, served)).toBe(true);
  });

  it("concern who is slowed by the slow speed, not by the speed and the octets they have used up", () => {
    const slowed = { ...served, profile: "slow" };
    const changed = (change: Partial<Policy>) => takes({ ...BEFORE, ...change }, BEFORE, slowed);
    expect(changed({ downKbps: 1_000, allowances: [{ ...OCTETS, amount: GB }] })).toBe(false);
    expect(changed({ atEnd: { kind: "slow", downKbps: 1_024, upKbps: 256 } })).toBe(false);
    expect(changed({ atEnd: { kind: "slow", downKbps: 1_024, upKbps: 128 } })).toBe(true);
  });
});
