import { describe, expect, it } from "vitest";
import { cidrOf } from "#access/nas/address";
import { lookupOf, REMEMBERED } from "#access/nas/lookup";
import type { Nas } from "#access/nas/nas";

const nas = (id: number, addresses: readonly string[]): Nas => ({
  id,
  siteId: 1,
  siteChain: [1],
  siteName: "Chợ Đông Hà",
  zone: "Asia/Ho_Chi_Minh",
  slug: `ap-${id}`,
  name: `AP ${id}`,
  kind: "generic",
  addresses,
  nasIdentifier: null,
  secret: "s",
  previousSecret: null,
  previousSecretUntil: null,
  portalSecret: null,
  portalUrl: null,
  loginOrigins: [],
  coaAddress: null,
  coaPort: 3799,
  viewpoint: "auto",
  messageAuthenticator: "require",
  interimSeconds: 300,
  mayReauthenticate: false,
  enabled: true,
});

const ids = (found: readonly Nas[]): number[] => found.map(({ id }) => id);

describe("a NAS looked up by the source of a packet", () => {
  const lookup = lookupOf([
    nas(1, ["10.0.0.0/8"]),
    nas(2, ["10.1.2.3/32"]),
    nas(3, ["10.1.0.0/16", "2001:db8::/32"]),
    nas(4, ["2001:db8::5/128", "10.1.2.3/32"]),
  ]);

  it("is found by its own address first, then by ever wider blocks", () => {
    expect(ids(lookup.bySource("10.1.2.3"))).toEqual([2, 4, 3, 1]);
    expect(ids(lookup.bySource("10.2.0.1"))).toEqual([1]);
  });

  it("is nearest where no other block around an address is as narrow", () => {
    expect(lookup.nearest("10.1.2.4")?.id).toBe(3);
    expect(lookup.nearest("2001:db8::5")?.id).toBe(4);
    expect(lookup.nearest("10.1.2.3")).toBeUndefined();
    expect(lookup.nearest("192.0.2.1")).toBeUndefined();
    expect(lookupOf([nas(1, ["10.0.0.0/8"]), nas(2, ["10.0.0.0/8"])]).nearest("10.1.2.3")).toBeUndefined();
  });

  it("is found by an IPv4 address written as IPv6", () => {
    expect(ids(lookup.bySource("::ffff:10.2.0.1"))).toEqual([1]);
  });

  it("is found by IPv6 in any spelling, also with a zone index", () => {
    expect(ids(lookup.bySource("2001:0db8:0:0::5"))).toEqual([4, 3]);
    expect(ids(lookup.bySource("2001:db8::6%eth0"))).toEqual([3]);
  });

  it("is not found by a strange address, and what is no address finds none", () => {
    for (const strange of ["192.0.2.1", "::1", "", "fe80::1%", "not an address", "10.1.2.3/8"]) {
      expect(lookup.bySource(strange)).toEqual([]);
    }
  });

  it("answers the same after more addresses than it remembers", () => {
    const before = lookup.bySource("10.1.2.3");
    for (let index = 0; index <= REMEMBERED; index += 1)
      lookup.bySource(`192.168.${index >> 8}.${index & 255}`);
    expect(lookup.bySource("10.1.2.3")).toEqual(before);
  });

  it("is found by slug and by id", () => {
    expect(lookup.bySlug("ap-3")?.id).toBe(3);
    expect(lookup.byId(2)?.slug).toBe("ap-2");
    expect(lookup.bySlug("ap-9")).toBeUndefined();
  });
});

describe("a block of addresses typed by staff", () => {
  it.each([
    ["10.1.2.3", "10.1.2.3/32"],
    [" 10.1.2.3/24 ", "10.1.2.0/24"],
    ["::ffff:10.1.2.3/120", "10.1.2.0/24"],
    ["2001:DB8::1", "2001:db8::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("%s is kept as %s", (typed, kept) => {
    expect(cidrOf(typed)).toBe(kept);
  });

  it.each(["", "10.1.2", "10.1.2.3/33", "10.1.2.3/", "10.1.2.3/8/8", "10.1.2.3/-1", "x", "2001:db8::/129"])(
    "%j is refused",
    (typed) => {
      expect(() => cidrOf(typed)).toThrow("nas_address_invalid");
    },
  );
});
