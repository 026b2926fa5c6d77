import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SessionLimits } from "#access/admission/limits";
import type { NasKind } from "#access/vendors/vendors";
import { limitAttributes } from "#radius-server/limit-attributes";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { secretOf } from "#radius-server/protocol/secret";
import { reply } from "#radius-server/protocol/write";
import { nasWith } from "./nas.ts";
import { datagram, packetIn } from "./protocol/datagrams.ts";

const unlimited: SessionLimits = {
  profile: "full",
  sessionTimeout: null,
  idleTimeout: null,
  totalOctets: null,
  downKbps: null,
  upKbps: null,
  interimSeconds: 300,
};

/** The reply as a NAS of a family would read it. */
const said = (limits: Partial<SessionLimits>, kind: NasKind = "generic") => {
  const written = reply(
    packetIn(datagram(1)),
    2,
    limitAttributes(nasWith({ kind }), { ...unlimited, ...limits }),
    secretOf("testing123"),
  );
  if (!written) throw new Error("too long");
  return packetIn(written);
};

describe("limits as attributes", () => {
  it("leave out what is unlimited, since a NAS may take 0 for an end at once", () => {
    const packet = said({});
    expect(packet.u32(ATTRIBUTE["Acct-Interim-Interval"])).toBe(300);
    for (const name of ["Session-Timeout", "Idle-Timeout", "Filter-Id", "Vendor-Specific"] as const)
      expect(packet.count(ATTRIBUTE[name])).toBe(0);
  });

  it("say a session longer than a number can as the longest there is", () => {
    expect(said({ sessionTimeout: 2 ** 32 }).u32(ATTRIBUTE["Session-Timeout"])).toBe(2 ** 32 - 1);
  });

  it("fit in one reply of every family, whatever a plan allows", () => {
    const amount = fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { nil: null });
    const kbps = fc.option(fc.integer({ min: 8, max: 10_000_000 }), { nil: null });
    const anyLimits = fc.record({
      profile: fc.constantFrom<SessionLimits["profile"]>("full", "slow", "government-only"),
      sessionTimeout: amount,
      idleTimeout: fc.option(fc.integer({ min: 60, max: 86_400 }), { nil: null }),
      totalOctets: amount,
      downKbps: kbps,
      upKbps: kbps,
      interimSeconds: fc.integer({ min: 60, max: 3_600 }),
    });
    const anyKind = fc.constantFrom<NasKind>("generic", "coovachilli", "mikrotik");
    fc.assert(fc.property(anyLimits, anyKind, (limits, kind) => void said(limits, kind)));
  });
});
