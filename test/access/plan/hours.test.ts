import { describe, expect, it } from "vitest";
import { openUntil } from "#access/plan/hours";

const HANOI = "Asia/Ho_Chi_Minh";
const at = (text: string): number => Date.parse(text);
const window = (from: string, to: string, weekdays: number[] = [1, 2, 3, 4, 5, 6, 7]) => ({
  from,
  to,
  weekdays,
});

describe("the hours of a plan", () => {
  it("never close where none are named", () => {
    expect(openUntil([], HANOI, at("2026-11-23T10:00+07:00"))).toBeNull();
  });

  it("are open from their first minute up to their last, which is not in them", () => {
    const hours = [window("08:00", "17:00")];
    const closes = at("2026-11-23T17:00+07:00");
    expect(openUntil(hours, HANOI, at("2026-11-23T07:59:59+07:00"))).toBeUndefined();
    expect(openUntil(hours, HANOI, at("2026-11-23T08:00+07:00"))).toBe(closes);
    expect(openUntil(hours, HANOI, at("2026-11-23T16:59:59.999+07:00"))).toBe(closes);
    expect(openUntil(hours, HANOI, closes)).toBeUndefined();
  });

  it("hold only on their weekdays, Monday being 1", () => {
    const hours = [window("08:00", "17:00", [1])];
    expect(openUntil(hours, HANOI, at("2026-11-23T12:00+07:00"))).toBeDefined();
    expect(openUntil(hours, HANOI, at("2026-11-24T12:00+07:00"))).toBeUndefined();
    expect(openUntil(hours, HANOI, at("2026-11-22T12:00+07:00"))).toBeUndefined();
  });

  it("run past midnight into the next day, from Sunday into Monday too", () => {
    const hours = [window("22:00", "06:00", [7])];
    const closes = at("2026-11-23T06:00+07:00");
    expect(openUntil(hours, HANOI, at("2026-11-22T23:30+07:00"))).toBe(closes);
    expect(openUntil(hours, HANOI, at("2026-11-23T05:59+07:00"))).toBe(closes);
    expect(openUntil(hours, HANOI, at("2026-11-23T06:00+07:00"))).toBeUndefined();
    expect(openUntil(hours, HANOI, at("2026-11-23T23:30+07:00"))).toBeUndefined();
  });

  it("last a whole day where they end as they begin", () => {
    const hours = [window("00:00", "00:00", [1])];
    expect(openUntil(hours, HANOI, at("2026-11-23T00:00+07:00"))).toBe(at("2026-11-24T00:00+07:00"));
    expect(openUntil(hours, HANOI, at("2026-11-23T23:59+07:00"))).toBe(at("2026-11-24T00:00+07:00"));
    expect(openUntil(hours, HANOI, at("2026-11-24T00:00+07:00"))).toBeUndefined();
  });

  it("close with the later of two that overlap", () => {
    const hours = [window("08:00", "12:00"), window("10:00", "14:00")];
    expect(openUntil(hours, HANOI, at("2026-11-23T11:00+07:00"))).toBe(at("2026-11-23T14:00+07:00"));
  });

  it("are those of the site's own zone", () => {
    const hours = [window("08:00", "17:00")];
    const noonInHanoi = at("2026-11-23T12:00+07:00");
    expect(openUntil(hours, HANOI, noonInHanoi)).toBeDefined();
    expect(openUntil(hours, "Europe/Paris", noonInHanoi)).toBeUndefined();
    expect(openUntil(hours, "Asia/Kathmandu", noonInHanoi)).toBe(at("2026-11-23T17:00+05:45"));
  });
});
