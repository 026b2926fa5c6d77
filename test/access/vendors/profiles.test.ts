import { describe, expect, it } from "vitest";
import { canChange } from "#access/vendors/can-change";
import { forRunning } from "#access/vendors/for-running";
import { type MacForm, macText } from "#access/vendors/mac-text";
import { namesBy } from "#access/vendors/profile-names";
import { isSayable } from "#access/vendors/text";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import { UNLIMITED } from "./said.ts";

type Profile = (typeof VENDORS)["generic"]["coa"];

/** What the families are known to want, and to refuse, in a CoA or Disconnect. */
const KNOWN: readonly (readonly [NasKind, Partial<Profile>])[] = [
  ["coovachilli", { wholeProfile: true, eventTimestamp: false, messageAuthenticator: false }],
  ["uspot", { changesLimits: false, eventTimestamp: false, messageAuthenticator: false, fixed: [] }],
  ["mikrotik", { identify: ["user-name", "framed-ip-address", "acct-session-id"], accepts: [] }],
  ["cisco-wlc", { identify: ["calling-station-id"], beside: ["service-type-login"], port: 1700 }],
  ["cisco-catalyst", { identify: ["calling-station-id"], port: 1700 }],
  [
    "aruba-controller",
    { identify: ["calling-station-id"], beside: ["nas-ip-address"], changes: ["profile"] },
  ],
  ["aruba-instant", { userName: "mac", callingStationId: "aabb", changes: ["profile"] }],
  ["ruckus-zonedirector", { identify: ["user-name", "calling-station-id"], beside: ["nas-ip-address"] }],
  ["cambium", { identify: ["user-name", "calling-station-id"], means: "disconnect" }],
  ["fortinet", { identify: ["user-name", "acct-session-id", "framed-ip-address"], accepts: [] }],
  ["meraki", { identify: ["acct-session-id"], eventTimestamp: true, means: "disconnect" }],
  ["huawei", { identify: ["acct-session-id"], changes: ["speed"] }],
  ["hostapd", { identify: ["acct-session-id"], means: "disconnect", eventTimestamp: true }],
  ["pfsense", { means: "none" }],
  ["opnsense", { means: "none" }],
];

describe("the CoA profile", () => {
  it.each(KNOWN)("of %s is what is known of it", (kind, profile) => {
    expect(VENDORS[kind].coa).toMatchObject(profile);
  });

  it("of CoovaChilli names the user in every set, since it is silent without", () => {
    const { identify, fallbacks } = VENDORS.coovachilli.coa;
    for (const set of [identify, ...fallbacks]) expect(set).toContain("user-name");
  });
});

describe("a MAC address", () => {
  it.each<[MacForm, string]>([
    ["AA-BB", "02-AA-BB-CC-DD-01"],
    ["AA:BB", "02:AA:BB:CC:DD:01"],
    ["aa-bb", "02-aa-bb-cc-dd-01"],
    ["aa:bb", "02:aa:bb:cc:dd:01"],
    ["aabb", "02aabbccdd01"],
    ["AABB", "02AABBCCDD01"],
    ["aabb.ccdd", "02aa.bbcc.dd01"],
  ])("is written as %s", (form, text) => {
    expect(macText(form, "02:aa:bb:cc:dd:01")).toBe(text);
  });
});

describe("limits of a running session", () => {
  it("say a rate nobody reaches where the family keeps what is left out, so that the slow are freed", () => {
    expect(forRunning(VENDORS.mikrotik, UNLIMITED)).toMatchObject({ downKbps: 4_000_000, upKbps: 4_000_000 });
    expect(forRunning(VENDORS.mikrotik, { ...UNLIMITED, downKbps: 512 }).downKbps).toBe(512);
  });

  it("say an end nobody waits for where it was lifted, and leave out an idle time that was", () => {
    const twentyDays = 20 * 86_400;
    expect(forRunning(VENDORS.generic, UNLIMITED)).toMatchObject({
      sessionTimeout: twentyDays,
      idleTimeout: null,
      totalOctets: null,
    });
    expect(forRunning(VENDORS.generic, { ...UNLIMITED, sessionTimeout: 600 }).sessionTimeout).toBe(600);
  });

  it("leave it out where a CoA resets it", () => {
    expect(forRunning(VENDORS.coovachilli, UNLIMITED)).toEqual(UNLIMITED);
  });
});

describe("what an operator calls roles and filters", () => {
  const { usual } = VENDORS["aruba-instant"].naming;

  it("stands in place of the usual names, and only where it is said", () => {
    expect(namesBy(usual, {})).toEqual(usual);
    expect(namesBy(usual, { full: "Guest", slow: undefined })).toEqual({ ...usual, full: "Guest" });
  });

  it("holds for a slow session too, where a family is slowed by number and no other name is given", () => {
    const filters = VENDORS.mikrotik.naming.usual;
    expect(namesBy(filters, { full: "guests" })).toMatchObject({ full: "guests", slow: "guests" });
    expect(namesBy(filters, { full: "guests", slow: "crawl" }).slow).toBe("crawl");
  });

  it("is printable and fits in a vendor's attribute, which holds 247 octets", () => {
    for (const text of ["Guest Slow", "chỉ-dịch-vụ-công", "微", "a".repeat(247), `${"ữ".repeat(82)}x`])
      expect(isSayable(text), text).toBe(true);
    for (const text of [
      "",
      "a\nb",
      "a\u0000",
      "a\u200bb",
      "\u2028",
      "\ud800",
      "a".repeat(248),
      "ữ".repeat(83),
    ])
      expect(isSayable(text), JSON.stringify(text)).toBe(false);
  });
});

describe("a CoA from one profile to another", () => {
  const changes = (kind: NasKind, from: string, to: "full" | "slow" | "government-only", chosen = {}) =>
    canChange(VENDORS[kind], namesBy(VENDORS[kind].naming.usual, chosen), from, to);

  it("takes a filter off by naming the one of a full session, where there is one", () => {
    expect(changes("mikrotik", "government-only", "full")).toBe(false);
    expect(changes("mikrotik", "government-only", "full", { full: "guests" })).toBe(true);
    expect(changes("coovachilli", "government-only", "full")).toBe(true);
  });

  it("is sent where the name stays and rates change, also to who cannot change a filter", () => {
    expect(changes("huawei", "full", "slow")).toBe(true);
    expect(changes("huawei", "full", "slow", { full: "guests" })).toBe(true);
    expect(changes("huawei", "government-only", "government-only")).toBe(true);
    expect(changes("huawei", "full", "slow", { slow: "crawl" })).toBe(false);
  });

  it("is not sent to a family that is not slowed by one", () => {
    expect(changes("aruba-instant", "full", "slow", { full: "guests" })).toBe(false);
  });
});
