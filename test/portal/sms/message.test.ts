import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeMessage } from "#portal/sms/message";
import { segments } from "#portal/sms/segments";

const message = (country: string, host = "wifi.quangtri.gov.vn", sender = "QUANGTRI") =>
  codeMessage({ code: "012345", host, sender, country, minutes: 5 });

describe("a code's message", () => {
  it("is Vietnamese without marks for a Vietnamese number", () => {
    expect(message("VN")).toContain("Ma truy cap Wi-Fi cua ban la 012345");
  });

  it("is English for any other number", () => {
    expect(message("KR")).toContain("Your Wi-Fi code is 012345");
  });

  it("ends in the line that binds the code to the portal's host", () => {
    for (const country of ["VN", "KR"])
      expect(message(country).split("\n").at(-1)).toBe("@wifi.quangtri.gov.vn #012345");
  });

  it("is paid as one segment, with the longest brand name and a long host", () => {
    for (const country of ["VN", "KR"])
      expect(segments(message(country, "wifi-cong-cong.quangtri.gov.vn", "ELEVENCHARS"))).toBe(1);
  });
});

describe("the segments of a text", () => {
  it.each([
    ["a".repeat(160), 1],
    ["a".repeat(161), 2],
    ["€".repeat(80), 1],
    ["€".repeat(81), 2],
    ["a".repeat(306), 2],
    ["a".repeat(307), 3],
    ["ế".repeat(70), 1],
    ["ế".repeat(71), 2],
    ["à".repeat(160), 1],
    [`${"a".repeat(70)}đ`, 2],
  ])("%s is paid as %d", (text, count) => {
    expect(segments(text)).toBe(count);
  });

  it("never become fewer when text is added", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, more) => {
        expect(segments(text + more)).toBeGreaterThanOrEqual(segments(text));
      }),
    );
  });
});
