import { describe, expect, it } from "vitest";
import type { SessionLimits } from "#access/admission/limits";
import type { ReplyAttribute } from "#access/vendors/vendor";
import { type NasKind, VENDORS } from "#access/vendors/vendors";

const UNLIMITED: SessionLimits = {
  profile: "full",
  sessionTimeout: null,
  idleTimeout: null,
  totalOctets: null,
  downKbps: null,
  upKbps: null,
  interimSeconds: 300,
};

const FOUR_DOWN_ONE_UP = { ...UNLIMITED, downKbps: 4_000, upKbps: 1_000 };

const asNumber = (value: Uint8Array): number => Buffer.from(value).readUInt32BE();
const asText = (value: Uint8Array): string => Buffer.from(value).toString("utf8");

/** `vendor/type` or `type` → the value in hex. */
const wire = (attributes: readonly ReplyAttribute[]) =>
  Object.fromEntries(
    attributes.map((attribute) => [
      "vendor" in attribute ? `${attribute.vendor}/${attribute.type}` : `${attribute.type}`,
      attribute.value,
    ]),
  );

const said = (kind: NasKind, limits: SessionLimits) => wire(VENDORS[kind].limitAttributes(limits));

describe("limits said to CoovaChilli", () => {
  it("are 4 Mbit/s down and 1 Mbit/s up in bit/s", () => {
    const reply = said("coovachilli", FOUR_DOWN_ONE_UP);
    expect(asNumber(reply["14122/8"]!)).toBe(4_000_000);
    expect(asNumber(reply["14122/7"]!)).toBe(1_000_000);
  });

  it("are 10,000,000,000 octets in a low word and two gigawords", () => {
    const reply = said("coovachilli", { ...UNLIMITED, totalOctets: 10_000_000_000 });
    expect(asNumber(reply["14559/3"]!)).toBe(1_410_065_408);
    expect(asNumber(reply["14559/23"]!)).toBe(2);
  });

  it("name zero gigawords, since a CoA resets what it leaves out", () => {
    const reply = said("coovachilli", { ...UNLIMITED, totalOctets: 1_000 });
    expect(asNumber(reply["14559/3"]!)).toBe(1_000);
    expect(asNumber(reply["14559/23"]!)).toBe(0);
  });
});

describe("limits said to MikroTik", () => {
  it("are up before down, as the router sees it", () => {
    expect(asText(said("mikrotik", FOUR_DOWN_ONE_UP)["14988/8"]!)).toBe("1000k/4000k");
  });

  it("name both rates also when one is unlimited, since one alone counts for both", () => {
    expect(asText(said("mikrotik", { ...UNLIMITED, downKbps: 512 })["14988/8"]!)).toBe("4000000k/512k");
    expect(asText(said("mikrotik", { ...UNLIMITED, upKbps: 256 })["14988/8"]!)).toBe("256k/4000000k");
  });

  it("are 10,000,000,000 octets in Total-Limit and its gigawords", () => {
    const reply = said("mikrotik", { ...UNLIMITED, totalOctets: 10_000_000_000 });
    expect(asNumber(reply["14988/17"]!)).toBe(1_410_065_408);
    expect(asNumber(reply["14988/18"]!)).toBe(2);
  });
});

describe("limits said to a generic gateway", () => {
  it("are WISPr bandwidth, and no volume", () => {
    const reply = said("generic", { ...FOUR_DOWN_ONE_UP, totalOctets: 10_000_000_000 });
    expect(Object.keys(reply)).toEqual(["14122/8", "14122/7"]);
    expect(asNumber(reply["14122/8"]!)).toBe(4_000_000);
  });

  it("stay within 32 bits at 10 Gbit/s", () => {
    expect(asNumber(said("generic", { ...UNLIMITED, downKbps: 10_000_000 })["14122/8"]!)).toBe(0xffff_ffff);
  });
});

describe.each(["coovachilli", "mikrotik", "generic"] as const)("any limits said to %s", (kind) => {
  it("leave out what is unlimited, for 0 would mean it differently", () => {
    expect(VENDORS[kind].limitAttributes(UNLIMITED)).toEqual([]);
  });

  it("never say 0 octets left, which a NAS takes for unlimited", () => {
    const words = VENDORS[kind]
      .limitAttributes({ ...UNLIMITED, totalOctets: 0 })
      .map(({ value }) => asNumber(value));
    expect(words).toEqual(kind === "generic" ? [] : [1, 0]);
  });

  it("name the government-only filter, and only then", () => {
    expect(asText(said(kind, { ...UNLIMITED, profile: "government-only" })["11"]!)).toBe("government-only");
    expect(said(kind, { ...FOUR_DOWN_ONE_UP, profile: "slow" })["11"]).toBeUndefined();
  });

  it("identify a session to be changed by the user name at least", () => {
    expect(VENDORS[kind].coa.identify).toContain("user-name");
  });
});
