import { describe, expect, it } from "vitest";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import { said, wire } from "./said.ts";

type Said = Readonly<Record<string, unknown>>;

const WISPR: Said = { "14122/8": 4_000_000, "14122/7": 1_000_000 };

/** What each family hears of 4 Mbit/s down, 1 Mbit/s up and 10,000,000,000 octets. */
const PLAN: Readonly<Record<NasKind, Said>> = {
  coovachilli: { ...WISPR, "14559/3": 1_410_065_408, "14559/23": 2 },
  uspot: WISPR,
  mikrotik: { "14988/8": "1000k/4000k", "14988/17": 1_410_065_408, "14988/18": 2 },
  unifi: {},
  omada: WISPR,
  "aruba-instant": {},
  "aruba-controller": {},
  "cisco-wlc": { "14179/7": 4_000, "14179/13": 1_000 },
  "cisco-catalyst": {},
  meraki: {},
  "ruckus-zonedirector": WISPR,
  "ruckus-smartzone": WISPR,
  cambium: { ...WISPR, "17713/155": 1_410_065_408, "17713/156": 2 },
  fortinet: {},
  huawei: { "2011/2": 1_000_000, "2011/5": 4_000_000 },
  h3c: { "25506/2": 1_000_000, "25506/5": 4_000_000 },
  ruijie: WISPR,
  grandstream: WISPR,
  hostapd: {},
  pfsense: { "13644/2": 4_000_000, "13644/1": 1_000_000 },
  opnsense: {},
  opennds: {},
  generic: WISPR,
};

const PLAIN_FILTER: Said = { "11": "government-only" };

/** What each family hears when only government pages may be seen. */
const GOVERNMENT_ONLY: Readonly<Record<NasKind, Said>> = {
  coovachilli: PLAIN_FILTER,
  uspot: {},
  mikrotik: PLAIN_FILTER,
  unifi: {},
  omada: {},
  "aruba-instant": { "14823/1": "government-only" },
  "aruba-controller": { "14823/1": "government-only" },
  "cisco-wlc": { "14179/6": "government-only" },
  "cisco-catalyst": PLAIN_FILTER,
  meraki: PLAIN_FILTER,
  "ruckus-zonedirector": { "25053/1": "government-only" },
  "ruckus-smartzone": { "25053/1": "government-only" },
  cambium: {},
  fortinet: { "12356/1": "government-only" },
  huawei: PLAIN_FILTER,
  h3c: { "25506/140": "government-only" },
  ruijie: PLAIN_FILTER,
  grandstream: {},
  hostapd: {},
  pfsense: {},
  opnsense: {},
  opennds: {},
  generic: PLAIN_FILTER,
};

const BY_ROLE: readonly NasKind[] = [
  "aruba-instant",
  "aruba-controller",
  "cisco-catalyst",
  "meraki",
  "ruckus-zonedirector",
  "ruckus-smartzone",
  "fortinet",
];

describe.each(NAS_KINDS)("a plan said to %s", (kind) => {
  it("is 4 Mbit/s down, 1 Mbit/s up and 10,000,000,000 octets in its own attributes", () => {
    const plan = { downKbps: 4_000, upKbps: 1_000, totalOctets: 10_000_000_000 };
    expect(said(kind, plan)).toEqual(PLAN[kind]);
  });

  it("names the filter for government pages where it has one, and calls it what the operator did", () => {
    expect(said(kind, { profile: "government-only" })).toEqual(GOVERNMENT_ONLY[kind]);
    const names = { full: "open", slow: "crawl", "government-only": "chỉ-dịch-vụ-công" };
    const expected = Object.fromEntries(
      Object.keys(GOVERNMENT_ONLY[kind]).map((name) => [name, "chỉ-dịch-vụ-công"]),
    );
    expect(said(kind, { profile: "government-only" }, names)).toEqual(expected);
  });

  it("names a slow role only where speed is the role's", () => {
    expect(Object.values(said(kind, { profile: "slow" }))).toEqual(BY_ROLE.includes(kind) ? ["slow"] : []);
  });
});

describe("volume of 32 bits", () => {
  it.each([
    ["uspot", "14559/3"],
    ["pfsense", "13644/3"],
  ] as const)("is said to %s while it fits, and left out above", (kind, name) => {
    expect(said(kind, { totalOctets: 2 ** 32 - 1 })).toEqual({ [name]: 2 ** 32 - 1 });
    expect(said(kind, { totalOctets: 2 ** 32 })).toEqual({});
  });
});

describe("a rate of MikroTik", () => {
  it("names both directions also when one is unlimited, since one alone counts for both", () => {
    expect(said("mikrotik", { downKbps: 512 })["14988/8"]).toBe("4000000k/512k");
    expect(said("mikrotik", { upKbps: 256 })["14988/8"]).toBe("256k/4000000k");
  });
});

describe("volume of 64 bits", () => {
  it.each([
    ["coovachilli", "14559/3", "14559/23"],
    ["mikrotik", "14988/17", "14988/18"],
    ["cambium", "17713/155", "17713/156"],
  ] as const)("names zero gigawords to %s, since a CoA resets what it leaves out", (kind, low, high) => {
    expect(said(kind, { totalOctets: 1_000 })).toEqual({ [low]: 1_000, [high]: 0 });
    expect(said(kind, { totalOctets: 2 ** 32 })).toEqual({ [low]: 0, [high]: 1 });
  });
});

describe("a VLAN", () => {
  it("is three tunnel attributes with one tag (RFC 3580 section 3.31)", () => {
    expect(wire(VENDORS.hostapd.vlanAttributes(120))).toEqual({ "64": 13, "65": 6, "81": "120" });
  });

  it("is a number of its own to Aruba", () => {
    expect(wire(VENDORS["aruba-instant"].vlanAttributes(120))).toEqual({ "14823/2": 120 });
  });
});

describe("the way of an unknown device to the portal", () => {
  const url = "https://portal.example.net/visit-1";
  const redirected = (kind: NasKind) =>
    wire(VENDORS[kind].redirectAttributes({ url, accessList: "to-portal" }));

  it.each(["cisco-wlc", "cisco-catalyst", "meraki"] as const)(
    "is two pairs to %s, with a question mark for what it appends",
    (kind) => {
      expect(redirected(kind)).toEqual({
        "9/1": ["url-redirect-acl=to-portal", `url-redirect=${url}?`],
      });
    },
  );

  it("is a role and its portal to Aruba, an address to Huawei and H3C", () => {
    expect(redirected("aruba-controller")).toEqual({ "14823/1": "to-portal", "14823/43": url });
    expect(redirected("huawei")).toEqual({ "2011/27": url });
    expect(redirected("h3c")).toEqual({ "25506/210": `url-redirect=${url}` });
  });
});
