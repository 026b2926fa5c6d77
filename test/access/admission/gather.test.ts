import { describe, expect, it } from "vitest";
import { decide } from "#access/admission/admission";
import { factsAt } from "#access/admission/gather";
import type { Nas } from "#access/nas/nas";
import type { Policy } from "#access/plan/plan";
import type { NasKind } from "#access/vendors/vendors";
import { nasWith } from "../../radius-server/nas.ts";
import { OPEN } from "../../setup/policies.ts";

const NOW = Date.UTC(2026, 10, 23, 3);
const spent = [
  { of: "octets", per: "day", limit: 10, used: 10, left: 0, startsAt: NOW, resetsAt: NOW + 1 },
] as const;

const decided = (kind: NasKind, atEnd: Policy["atEnd"], way: Partial<Nas> = {}) => {
  const person = { status: "active", planSince: NOW, policy: { ...OPEN, atEnd }, lines: spent } as const;
  return decide(factsAt(nasWith({ kind, coaAddress: "127.0.0.1", ...way }), person, 0), NOW);
};

describe("a person whose allowance is used up", () => {
  it("is served what comes after the end where the family of access points can hold it", () => {
    expect(decided("mikrotik", { kind: "government-only" })).toMatchObject({
      kind: "admitted",
      limits: { profile: "government-only" },
    });
  });

  it("is refused where it cannot, since the session would go on unhindered", () => {
    expect(decided("opnsense", { kind: "slow", downKbps: 512, upKbps: 256 })).toMatchObject({
      kind: "refused",
      code: "quota_spent",
    });
    expect(decided("unifi", { kind: "government-only" })).toMatchObject({ kind: "refused" });
  });

  it("must sign in again within the hour where nothing reaches the access point", () => {
    expect(decided("mikrotik", { kind: "government-only" }, { coaAddress: null })).toMatchObject({
      limits: { sessionTimeout: 3_600 },
    });
  });

  it("need not where changes go down the access point's own connection, until they come to nothing", () => {
    const down = { coaAddress: null, changesBy: "radsec" } as const;
    const limits = (way: Partial<Nas>) => decided("mikrotik", { kind: "government-only" }, way);
    expect(limits(down)).toMatchObject({ limits: { sessionTimeout: null } });
    expect(limits({ ...down, changeFault: "silent" })).toMatchObject({ limits: { sessionTimeout: 3_600 } });
    expect(decided("opnsense", { kind: "government-only" }, down)).toMatchObject({ kind: "refused" });
  });
});
