import { describe, expect, it } from "vitest";
import { packValues } from "#access/redis/pack";
import { isVersion, newVersion } from "#access/redis/version";

describe("versions", () => {
  it("are never the same twice, and take nine octets where scripts compare them", () => {
    const versions = Array.from({ length: 100_000 }, newVersion);
    expect(new Set(versions).size).toBe(100_000);
    expect(versions.every((version) => isVersion(version) && Number.isSafeInteger(version))).toBe(true);
    expect(versions.every((version) => packValues([version]).length === 9)).toBe(true);
  });
});
