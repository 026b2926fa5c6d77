import { describe, expect, it } from "vitest";
import { isVersion, newVersion } from "#access/redis/version";

describe("versions", () => {
  it("are never the same twice, and scripts find them in octets 1 to 8", () => {
    const versions = Array.from({ length: 100_000 }, newVersion);
    expect(new Set(versions).size).toBe(100_000);
    expect(versions.every((version) => isVersion(version) && Buffer.from(version).length === 8)).toBe(true);
  });
});
