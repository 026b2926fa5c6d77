import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMac } from "#access/device/mac";

const SEPARATED = "aa:bb:cc:0d:ee:01";

describe("a MAC address as a NAS writes it", () => {
  it.each([
    "AA-BB-CC-0D-EE-01",
    "aabb.cc0d.ee01",
    "AABBCC0DEE01",
    "aa:bb:cc:0d:ee:01",
    "AA-BB-CC-0D-EE-01:Free Wi-Fi",
    "AABBCC0DEE01:Free Wi-Fi",
    "aabb.cc0d.ee01:Cafe",
    "aabbcc-0dee01:Da Nang",
  ])("is read from %s", (text) => {
    expect(parseMac(text)).toBe(SEPARATED);
  });

  it.each([
    "",
    "AA-BB-CC-0D-EE",
    "AA-BB-CC-0D-EE-0",
    "AA-BB-CC-0D-EE-0g",
    "AABBCC0DEE0102",
    "ąABBCC0DEE01",
    "visitor",
  ])("is none in %j", (text) => {
    expect(parseMac(text)).toBeUndefined();
  });

  it("is its twelve digits, whatever stands between them within 17 characters", () => {
    const digits = fc.array(fc.constantFrom(..."0123456789abcdefABCDEF"), { minLength: 12, maxLength: 12 });
    const between = fc.array(fc.tuple(fc.nat(12), fc.constantFrom(..."-:. ịx")), { maxLength: 5 });
    fc.assert(
      fc.property(digits, between, (twelve, marks) => {
        const text = [...twelve];
        for (const [at, mark] of marks) text.splice(at, 0, mark);
        const pairs = twelve.join("").toLowerCase().match(/../g) ?? [];
        expect(parseMac(text.join(""))).toBe(pairs.join(":"));
      }),
    );
  });
});
