import { describe, expect, it } from "vitest";
import { limitsLine } from "#access/vendors/opennds/limits";
import { UNLIMITED } from "./said.ts";

describe("limits said to openNDS", () => {
  it("are seconds, kbit/s up and down, and KiB up and down", () => {
    const limits = { sessionTimeout: 3_600, upKbps: 1_000, downKbps: 4_000, totalOctets: 10_000_000_000 };
    expect(limitsLine({ ...UNLIMITED, ...limits })).toBe("3600 1000 4000 9765625 9765625");
  });

  it("are 0 where nothing limits, and never 0 where something does", () => {
    expect(limitsLine(UNLIMITED)).toBe("0 0 0 0 0");
    expect(limitsLine({ ...UNLIMITED, totalOctets: 0 })).toBe("0 0 0 1 1");
  });
});
