import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SessionLimits } from "#access/admission/limits";
import { INSTEAD } from "#access/vendors/gap";
import { holds } from "#access/vendors/holds";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import { said, UNLIMITED, wire } from "./said.ts";

const WORD = 2 ** 32;

/** More than one session could ever move. */
const LARGEST_OCTETS = Number.MAX_SAFE_INTEGER;

const kbps = fc.option(fc.integer({ min: 1, max: 100_000_000 }), { nil: null });
const anyLimits = fc.record<SessionLimits>({
  profile: fc.constantFrom<SessionLimits["profile"]>("full", "slow", "government-only"),
  sessionTimeout: fc.option(fc.integer({ min: 1, max: WORD }), { nil: null }),
  idleTimeout: fc.option(fc.integer({ min: 60, max: 86_400 }), { nil: null }),
  totalOctets: fc.option(fc.integer({ min: 0, max: LARGEST_OCTETS }), { nil: null }),
  downKbps: kbps,
  upKbps: kbps,
  interimSeconds: fc.integer({ min: 60, max: 3_600 }),
});

const raw = (kind: NasKind, limits: SessionLimits) =>
  VENDORS[kind].limitAttributes(limits, VENDORS[kind].naming.usual);

/** Families that are told by RADIUS; the others have words and tests of their own. */
const TOLD = NAS_KINDS.filter((kind) => !VENDORS[kind].polls);

describe.each(TOLD)("any limits said to %s", (kind) => {
  const vendor = VENDORS[kind];
  const can = (what: (typeof vendor.cannot)[number]) => !vendor.cannot.includes(what);

  it("leave out what is unlimited, for 0 would mean it to one and an end at once to another", () => {
    expect(raw(kind, UNLIMITED)).toEqual([]);
  });

  it("never hold a 0 but as the other word of a larger number", () => {
    fc.assert(
      fc.property(anyLimits, (limits) => {
        const numbers = Object.values(said(kind, limits)).filter((value) => typeof value === "number");
        const zeros = numbers.filter((number) => number === 0).length;
        expect(zeros).toBeLessThanOrEqual(limits.totalOctets === null ? 0 : 1);
      }),
    );
  });

  it("are numbers of 32 bits and texts of at most 247 octets, by vendors and types that exist", () => {
    fc.assert(
      fc.property(anyLimits, (limits) => {
        for (const attribute of raw(kind, limits)) {
          expect(attribute.value.length).toBeGreaterThan(0);
          expect(attribute.value.length).toBeLessThanOrEqual(247);
          expect(attribute.type).toBeGreaterThan(0);
          expect(attribute.type).toBeLessThan(256);
        }
      }),
    );
  });

  it("name each attribute once", () => {
    fc.assert(
      fc.property(anyLimits, (limits) => {
        expect(Object.keys(said(kind, limits))).toHaveLength(raw(kind, limits).length);
      }),
    );
  });

  it("hold a speed exactly when the family is said to take one", () => {
    fc.assert(
      fc.property(anyLimits, fc.integer({ min: 8, max: 1_000_000 }), (limits, downKbps) => {
        const slower = said(kind, { ...limits, downKbps });
        const faster = said(kind, { ...limits, downKbps: downKbps + 1 });
        if (can("speed")) expect(slower).not.toEqual(faster);
        else expect(slower).toEqual(faster);
      }),
    );
  });

  it("hold a volume exactly when the family is said to take one, and never more than is left", () => {
    const above = fc.integer({ min: WORD, max: LARGEST_OCTETS });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WORD - 1 }), above, (few, many) => {
        const words = (totalOctets: number) => Object.values(said(kind, { totalOctets })).map(Number);
        const expectedFew = vendor.cannot.includes("octets-over-4-gib") ? [few] : [few, 0];
        expect(words(few)).toEqual(can("octets") ? expectedFew : []);
        const isLong = can("octets") && can("octets-over-4-gib");
        expect(words(many)).toEqual(isLong ? [many % WORD, Math.floor(many / WORD)] : []);
      }),
    );
  });

  it("say one octet where none is left", () => {
    const words = Object.values(said(kind, { totalOctets: 0 }));
    expect(words[0]).toBe(can("octets") ? 1 : undefined);
  });

  it("name a filter for government pages exactly when the family is said to have one", () => {
    fc.assert(
      fc.property(anyLimits, (limits) => {
        const open = said(kind, { ...limits, profile: "full" });
        const closed = said(kind, { ...limits, profile: "government-only" });
        const named = Object.entries(closed).filter(([name, value]) => open[name] !== value);
        expect(named.map(([, value]) => value)).toEqual(can("filter") ? ["government-only"] : []);
      }),
    );
  });

  it("make a session slower or narrower than a full one exactly when the family is said to hold it there", () => {
    const full = said(kind, {});
    expect(holds(vendor, "full")).toBe(true);
    const slow = said(kind, { profile: "slow", downKbps: 512, upKbps: 256 });
    expect(JSON.stringify(slow) !== JSON.stringify(full)).toBe(holds(vendor, "slow"));
    const closed = said(kind, { profile: "government-only" });
    expect(JSON.stringify(closed) !== JSON.stringify(full)).toBe(holds(vendor, "government-only"));
  });

  it("say a VLAN and a way to the portal exactly when the family is said to take them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_094 }), (vlan) => {
        const values = Object.values(wire(vendor.vlanAttributes(vlan))).map(String);
        expect(values.includes(`${vlan}`)).toBe(can("vlan"));
      }),
    );
    const to = { url: "https://portal.example.net/v", accessList: "to-portal" };
    expect(vendor.redirectAttributes(to).length > 0).toBe(can("redirect"));
  });

  it("refuse a name that does not fit in an attribute", () => {
    const long = "ữ".repeat(83); // 249 octets
    const names = { full: null, slow: long, "government-only": long };
    const say = () => vendor.limitAttributes({ ...UNLIMITED, profile: "government-only" }, names);
    if (can("filter")) expect(say).toThrow("attribute_too_long");
    else expect(say()).toEqual([]);
  });
});

describe.each(TOLD)("how %s is changed", (kind) => {
  const { coa, cannot, unsure, renewEvery } = VENDORS[kind];

  it("declares of itself what follows from its CoA profile", () => {
    const changes = new Set<string>(coa.changes);
    expect(cannot.includes("disconnect")).toBe(coa.means === "none");
    expect(cannot.includes("change")).toBe(coa.means !== "coa");
    expect(coa.means === "coa").toBe(changes.size > 0);
    expect(cannot.includes("change-speed")).toBe(changes.size > 0 && !changes.has("speed"));
    const keepsOctets = changes.size > 0 && !cannot.includes("octets") && !changes.has("octets");
    expect(cannot.includes("change-octets")).toBe(keepsOctets);
    expect(cannot.includes("lift")).toBe(coa.changesLimits && !coa.wholeProfile);
  });

  it("is asked for a slower session only where it obeys with a number", () => {
    if (coa.changesLimits) expect(coa.changes).toContain("speed");
    if (coa.changesLimits) expect(cannot).not.toContain("speed");
  });

  it("knows a session by something, first the most and then other sets", () => {
    expect(coa.identify.length > 0).toBe(coa.means !== "none");
    const ladder = [[...coa.identify, ...coa.beside], ...coa.fallbacks].map((set) => [...set].sort().join());
    expect(new Set(ladder).size).toBe(ladder.length);
    for (const set of coa.fallbacks) expect(set.length).toBeGreaterThan(0);
  });

  it("is never told a NAS address it refuses", () => {
    const told = [...coa.beside, ...coa.fallbacks.flat()].filter((name) => name.startsWith("nas-"));
    for (const name of told) expect(coa.accepts).toContain(name);
  });

  it("keeps sessions short where nobody can say that it ends them, and only there", () => {
    expect(renewEvery !== null).toBe(coa.means === "none" || unsure.includes("disconnect"));
    if (renewEvery !== null) expect(renewEvery).toBeGreaterThanOrEqual(900);
  });

  it("says each gap once, has words for it, and is not unsure of what it does not send", () => {
    expect(new Set(cannot).size).toBe(cannot.length);
    for (const gap of cannot) expect(INSTEAD[gap].length).toBeGreaterThan(20);
    expect(unsure.filter((gap) => cannot.includes(gap))).toEqual([]);
  });

  it("is not called tried when its rates or its end are a guess", () => {
    if (VENDORS[kind].evidence === "live") expect(unsure).not.toContain("disconnect");
    if (unsure.includes("disconnect")) expect(VENDORS[kind].evidence).toBe("unverified");
  });
});
