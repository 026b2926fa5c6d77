import { describe, expect, it } from "vitest";
import { staffSentence } from "#access/trace/sentence";
import type { Known, Trace } from "#access/trace/trace";

const ZONE = "Asia/Ho_Chi_Minh";
const MIDNIGHT = Date.parse("2026-11-24T00:00+07:00");
const DECEMBER = Date.parse("2026-12-01T00:00+07:00");

type Line = Known["lines"][number];
const spent = (per: string, resetsAt: number | null, left = 0): Line => ({
  of: "octets",
  per,
  limit: 1_000_000_000,
  left,
  resetsAt,
});

/** A refusal since allowances are used up, as staff read it. */
const said = (...lines: readonly Line[]) => {
  const known: Known = { others: 0, devices: null, planSince: 0, lines };
  const trace: Trace = { code: 3, asked: { by: "pap", signed: true }, known };
  return staffSentence({ outcome: "quota_spent", trace, zone: ZONE });
};

describe("a login refused since an allowance is used up", () => {
  it("names the one that keeps the person out longest, as that is when they can come back", () => {
    const sentences = said(spent("day", MIDNIGHT), spent("month", DECEMBER), spent("week", MIDNIGHT, 5));
    expect(sentences).toEqual({
      vi: "Từ chối: đã dùng hết 1 GB mỗi tháng; có lại lúc 00:00 1/12/26.",
      en: "Refused: 1 GB a month are used up; full again at 01/12/2026, 00:00.",
    });
  });

  it("names no instant where one of them does not come back", () => {
    expect(said(spent("day", MIDNIGHT), spent("once", null)).en).toBe("Refused: 1 GB in all are used up.");
  });
});
