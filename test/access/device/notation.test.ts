import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactMac, isPrivate, notationsOf } from "#access/device/notation";

const MAC = "aa:bb:cc:0d:ee:01";

const mac = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 })
  .map((octets) => octets.map((octet) => octet.toString(16).padStart(2, "0")).join(":"));

describe("an address as a name", () => {
  it("is read in every notation that is made for it", () => {
    fc.assert(
      fc.property(mac, (address) => {
        for (const written of notationsOf(address)) expect(exactMac(written)).toBe(address);
      }),
    );
  });

  it("is written in every notation a NAS is known to use", () => {
    expect(notationsOf(MAC)).toEqual(
      expect.arrayContaining([
        "aabbcc0dee01",
        "AABBCC0DEE01",
        "AA-BB-CC-0D-EE-01",
        "aa:bb:cc:0d:ee:01",
        "aabb.cc0d.ee01",
        "AABB-CC0D-EE01",
        "aabbcc-0dee01",
      ]),
    );
    expect(new Set(notationsOf(MAC)).size).toBe(notationsOf(MAC).length);
  });

  it.each([
    "",
    "w-0123456789ab",
    "aabbcc0dee0",
    "aabbcc0dee011",
    "aa:bb-cc:0d-ee:01",
    "aa:bb:cc:0d:ee:0g",
    " aabbcc0dee01",
    "aabbcc0dee01:hotel",
    "0912345678",
    "aabbcc0dee01\n",
  ])("is nothing but the address: %j is none", (text) => {
    expect(exactMac(text)).toBeUndefined();
  });

  it("never throws and never finds what is not there", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const found = exactMac(text);
        if (found) expect(text.replace(/[^0-9a-f]/gi, "").toLowerCase()).toBe(found.replaceAll(":", ""));
      }),
    );
  });
});

describe("an address the device made up", () => {
  it("has 2, 6, a or e for its second digit when it stands for one device", () => {
    const made = [..."0123456789abcdef"].filter((digit) => isPrivate(`0${digit}:00:00:00:00:01`));
    expect(made).toEqual(expect.arrayContaining(["2", "6", "a", "e"]));
    for (const bought of ["0", "4", "8", "c"]) expect(made).not.toContain(bought);
  });
});
