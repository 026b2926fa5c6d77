import { describe, expect, it } from "vitest";
import { isPast } from "../../bench/ours/stored.ts";

describe("what the drain has stored", () => {
  it("is everything once it stands at the last entry, or behind it since more was written", () => {
    expect(isPast("1000-9", "1000-10")).toBe(false);
    expect(isPast("1000-10", "1000-10")).toBe(true);
    expect(isPast("1000-11", "1000-10")).toBe(true);
    expect(isPast("1001-0", "1000-10")).toBe(true);
    expect(isPast("999-99", "1000-0")).toBe(false);
  });

  it("is everything where nothing was written", () => {
    expect(isPast("0-0", "0-0")).toBe(true);
  });
});
