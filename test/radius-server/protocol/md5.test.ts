import { createHash, createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginHmac, finishHmac, padsOf } from "#radius-server/protocol/hmac";
import { add, begin, finish } from "#radius-server/protocol/md5";

const digestOf = (...parts: readonly Uint8Array[]): string => {
  const digest = new Uint8Array(16);
  begin();
  for (const part of parts) add(part);
  finish(digest);
  return Buffer.from(digest).toString("hex");
};

const hmacOf = (key: Uint8Array, ...parts: readonly Uint8Array[]): string => {
  const digest = new Uint8Array(16);
  const pads = padsOf(key);
  beginHmac(pads);
  for (const part of parts) add(part);
  finishHmac(pads, digest);
  return Buffer.from(digest).toString("hex");
};

const LENGTHS = Array.from({ length: 401 }, (_, length) => length);

describe("MD5", () => {
  it.each([
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
  ])("of %j is that of RFC 1321 appendix A.5", (text, digest) => {
    expect(digestOf(Buffer.from(text))).toBe(digest);
  });

  it("equals node:crypto's for every length from 0 to 400 octets", () => {
    for (const length of LENGTHS) {
      const octets = randomBytes(length);
      expect(digestOf(octets)).toBe(createHash("md5").update(octets).digest("hex"));
    }
  });

  it("does not depend on how the octets are cut into parts", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (parts) => {
        expect(digestOf(...parts)).toBe(digestOf(Buffer.concat(parts)));
      }),
    );
  });

  it("writes where it is told and nowhere else", () => {
    const into = new Uint8Array(20);
    begin();
    finish(into, 2);
    expect(Buffer.from(into).toString("hex")).toBe("0000d41d8cd98f00b204e9800998ecf8427e0000");
  });
});

describe("HMAC-MD5", () => {
  it.each([
    [Buffer.alloc(16, 0x0b), "Hi There", "9294727a3638bb1c13f48ef8158bfc9d"],
    [Buffer.from("Jefe"), "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738"],
    [
      Buffer.alloc(80, 0xaa),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
    ],
  ])("is that of RFC 2202 section 2", (key, text, digest) => {
    expect(hmacOf(key, Buffer.from(text))).toBe(digest);
  });

  it("equals node:crypto's for every length of message from 0 to 400 octets", () => {
    const key = randomBytes(24);
    for (const length of LENGTHS) {
      const octets = randomBytes(length);
      expect(hmacOf(key, octets)).toBe(createHmac("md5", key).update(octets).digest("hex"));
    }
  });

  it("equals node:crypto's for every length of key from 0 to 130 octets", () => {
    for (const length of LENGTHS.slice(0, 131)) {
      const key = randomBytes(length);
      expect(hmacOf(key, Buffer.from("x"))).toBe(createHmac("md5", key).update("x").digest("hex"));
    }
  });
});
