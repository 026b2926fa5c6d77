import { describe, expect, it } from "vitest";
import { octets } from "#access/runtime/random";

describe("unpredictable octets", () => {
  it("come in the number asked for and never twice", () => {
    const taken = Array.from({ length: 10_000 }, () => octets(8).toString("hex"));
    expect(new Set(taken).size).toBe(10_000);
    expect(taken.every((text) => text.length === 16)).toBe(true);
    expect(octets(300)).toHaveLength(300);
  });

  it("are those of whoever took them alone", () => {
    const first = octets(16);
    const kept = first.toString("hex");
    for (let more = 0; more < 1_000; more += 1) octets(16);
    expect(first.toString("hex")).toBe(kept);
    first.fill(0);
    expect(octets(16).equals(first)).toBe(false);
  });
});
