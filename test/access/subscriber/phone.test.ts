import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { masked, parsePhone } from "#access/subscriber/phone";

const e164 = (text: string, country?: string) => {
  const phone = parsePhone(text, country);
  return phone.kind === "phone" ? phone.e164 : phone.code;
};

describe("a Vietnamese mobile number as people type it", () => {
  it.each([
    "0912345678",
    "+84912345678",
    "84912345678",
    "0084912345678",
    "+84 0912 345 678",
    "０９１２３４５６７８",
    "091-234-5678",
    " 0912.345.678 ",
    "(091) 234 5678",
  ])("is the same number when typed %s", (text) => {
    expect(parsePhone(text)).toEqual({ kind: "phone", e164: "+84912345678", country: "VN" });
  });

  it.each(["0391234567", "0523456789", "0592345678", "0871234567"])(
    "takes the newer prefix of %s",
    (text) => {
      expect(e164(text)).toBe(`+84${text.slice(1)}`);
    },
  );
});

describe("an 11-digit number of before 15 September 2018", () => {
  const PAIRS = [
    ["0162", "032"], ["0163", "033"], ["0164", "034"], ["0165", "035"], ["0166", "036"], ["0167", "037"],
    ["0168", "038"], ["0169", "039"], ["0120", "070"], ["0121", "079"], ["0122", "077"], ["0126", "076"],
    ["0128", "078"], ["0123", "083"], ["0124", "084"], ["0125", "085"], ["0127", "081"], ["0129", "082"],
    ["0186", "056"], ["0188", "058"], ["0199", "059"],
  ] as const; // biome-ignore format: a table

  it.each(PAIRS)("%s becomes %s", (old, modern) => {
    for (const text of [
      `${old}1234567`,
      `+84${old.slice(1)}1234567`,
      `84${old.slice(1)}1234567`,
      `0084 ${old.slice(1)} 123 4567`,
    ])
      expect(e164(text)).toBe(`+84${modern.slice(1)}1234567`);
  });

  it("keeps the last seven digits, whatever they are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PAIRS), fc.stringMatching(/^[0-9]{7}$/), ([old, modern], last) => {
        expect(e164(old + last)).toBe(`+84${modern.slice(1)}${last}`);
      }),
    );
  });
});

describe("a foreign number", () => {
  it.each([
    ["+821012345678", "+821012345678"],
    ["+8201012345678", "+821012345678"],
    ["+8613812345678", "+8613812345678"],
    ["+819012345678", "+819012345678"],
    ["+8562055123456", "+8562055123456"],
    ["+66812345678", "+66812345678"],
    ["+33612345678", "+33612345678"],
    ["+8801712345678", "+8801712345678"],
    ["+12025550123", "+12025550123"],
  ])("%s is taken", (text, expected) => {
    expect(e164(text)).toBe(expected);
  });

  it("is told by country, not by calling code: +1 876 is Jamaica", () => {
    expect(parsePhone("+18765551234")).toMatchObject({ country: "JM" });
  });

  it("is read in the chosen country when it has no calling code", () => {
    expect(e164("081 234 5678", "TH")).toBe("+66812345678");
  });
});

describe("a number that cannot or must not get an SMS", () => {
  it.each([
    ["", "phone_empty"],
    ["   ", "phone_empty"],
    ["091-234-5678 ext 5", "phone_extension"],
    ["+870773111632", "phone_satellite"],
    ["+882161234567", "phone_satellite"],
    ["+883510000000", "phone_satellite"],
    ["02333852345", "phone_not_mobile"],
    ["19001234", "phone_premium"],
    ["0233852345", "phone_invalid"],
    ["0551234567", "phone_invalid"],
    ["+88213123456", "phone_satellite"],
    ["113", "phone_invalid"],
    ["0１９", "phone_invalid"],
    ["hello", "phone_invalid"],
    ["0".repeat(41), "phone_invalid"],
  ])("%j is refused as %s", (text, code) => {
    expect(e164(text)).toBe(code);
  });
});

describe("whatever a stranger types", () => {
  it("is taken or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, country) => {
        expect(["phone", "refused"]).toContain(parsePhone(text, country).kind);
      }),
    );
  });

  it("is the same number when a taken one is typed again", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0[35789][0-9]{8}$/), (text) => {
        const once = e164(text);
        if (once.startsWith("+")) expect(e164(once)).toBe(once);
      }),
    );
  });
});

describe("a masked number", () => {
  it("shows the last three digits alone", () => {
    expect(masked("+84912345678")).toBe("••• ••• 678");
  });
});
