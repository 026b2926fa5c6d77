import { describe, expect, it } from "vitest";
import { decide, type Facts } from "#access/admission/admission";
import type { Line } from "#access/quota/standing";
import { OPEN } from "../../setup/policies.ts";
import { BEGINNING } from "../../setup/stores.ts";

const DAY = 86_400;
const TOMORROW = BEGINNING + 14 * 3_600_000;

const facts: Facts = {
  status: "active",
  planSince: BEGINNING,
  policy: OPEN,
  lines: [],
  otherDevices: 0,
  zone: "Asia/Ho_Chi_Minh",
  changeable: true,
  interimSeconds: 300,
};

const spent = (resetsAt: number | null): Line => ({
  of: "octets",
  per: "day",
  limit: 1,
  used: 1,
  left: 0,
  startsAt: null,
  resetsAt,
});

/** Refused for every reason at once, but for those named. */
const hopeless: Facts = {
  ...facts,
  status: "blocked",
  policy: {
    ...OPEN,
    validFor: DAY,
    hours: [{ weekdays: [1], from: "00:00", to: "05:00" }],
    devices: 2,
    atEnd: { kind: "stop" },
  },
  planSince: BEGINNING - DAY * 1000,
  lines: [spent(TOMORROW)],
  otherDevices: 2,
};

describe("a person who wants online", () => {
  it("is admitted with the plan's limits", () => {
    expect(decide({ ...facts, policy: { ...OPEN, downKbps: 5_000 } }, BEGINNING)).toMatchObject({
      kind: "admitted",
      limits: { profile: "full", downKbps: 5_000 },
    });
  });

  it("hears the first of all reasons against it, in the order of the house", () => {
    const steps: readonly [string, Partial<Facts>][] = [
      ["blocked", {}],
      ["plan_ended", { status: "active" }],
      ["outside_hours", { planSince: BEGINNING }],
      ["quota_spent", { policy: { ...hopeless.policy, hours: [] } }],
      ["too_many_devices", { lines: [] }],
    ];
    let now = hopeless;
    for (const [code, remedy] of steps) {
      now = { ...now, ...remedy };
      expect(decide(now, BEGINNING)).toMatchObject({ kind: "refused", code });
    }
    expect(decide({ ...now, otherDevices: 1 }, BEGINNING).kind).toBe("admitted");
  });

  it("is told when what is spent is full again: when the last spent allowance is", () => {
    const policy = { ...OPEN, atEnd: { kind: "stop" } } as const;
    const lines = [spent(TOMORROW), spent(TOMORROW + DAY * 1000)];
    expect(decide({ ...facts, policy, lines }, BEGINNING)).toMatchObject({
      code: "quota_spent",
      fields: { resetsAt: TOMORROW + DAY * 1000 },
    });
  });

  it("is told no instant when something spent never comes back", () => {
    const policy = { ...OPEN, atEnd: { kind: "stop" } } as const;
    const lines = [spent(TOMORROW), { ...spent(TOMORROW), per: "once", resetsAt: null } as const];
    expect(decide({ ...facts, policy, lines }, BEGINNING)).toMatchObject({ code: "quota_spent", fields: {} });
  });

  it("is admitted slowed, or to government pages, where the plan says so at its end", () => {
    const atEnds = [
      [{ kind: "slow", downKbps: 512, upKbps: 256 }, "slow"],
      [{ kind: "government-only" }, "government-only"],
    ] as const;
    for (const [atEnd, profile] of atEnds) {
      const answer = decide({ ...facts, policy: { ...OPEN, atEnd }, lines: [spent(null)] }, BEGINNING);
      expect(answer).toMatchObject({ kind: "admitted", limits: { profile } });
    }
  });

  it("may use a plan up to the last instant of its validity", () => {
    const policy = { ...OPEN, validFor: DAY };
    expect(decide({ ...facts, policy }, BEGINNING + DAY * 1000 - 1)).toMatchObject({
      kind: "admitted",
      limits: { sessionTimeout: 1 },
    });
    expect(decide({ ...facts, policy }, BEGINNING + DAY * 1000)).toMatchObject({ code: "plan_ended" });
  });

  it("has room for as many devices as the plan says, this one among them", () => {
    const policy = { ...OPEN, devices: 2 };
    expect(decide({ ...facts, policy, otherDevices: 1 }, BEGINNING).kind).toBe("admitted");
    expect(decide({ ...facts, policy, otherDevices: 2 }, BEGINNING)).toMatchObject({
      code: "too_many_devices",
      fields: { devices: 2 },
    });
  });
});
