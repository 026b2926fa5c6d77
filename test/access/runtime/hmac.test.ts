import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmacSha256 } from "#access/runtime/hmac";

describe("HMAC-SHA-256 under a key made ready", () => {
  it("is that of node:crypto, for messages of any length, one after another (RFC 2104)", () => {
    const octets = (maxLength: number) => fc.uint8Array({ maxLength });
    fc.assert(
      fc.property(octets(64), fc.array(octets(300), { maxLength: 5 }), (key, messages) => {
        const hmac = hmacSha256(key);
        for (const message of messages)
          expect(hmac(message)).toEqual(createHmac("sha256", key).update(message).digest());
      }),
      { numRuns: 300 },
    );
  });

  it("gives the digest of test case 2 of RFC 4231", () => {
    const digest = hmacSha256(Buffer.from("Jefe"))(Buffer.from("what do ya want for nothing?"));
    expect(digest.toString("hex")).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });
});
