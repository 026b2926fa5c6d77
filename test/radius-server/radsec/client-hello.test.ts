import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helloIn, ticketsIn } from "#radius-server/radsec/client-hello";

const sized = (size: 1 | 2 | 3, octets: Buffer): Buffer => {
  const length = Buffer.alloc(size);
  length.writeUIntBE(octets.length, 0, size);
  return Buffer.concat([length, octets]);
};

const extension = (type: number, octets: Buffer = Buffer.of(0)): Buffer =>
  Buffer.concat([Buffer.of(type >> 8, type & 255), sized(2, octets)]);

/** A pre_shared_key extension (RFC 8446 section 4.2.11). */
const preSharedKey = (...identities: readonly Buffer[]): Buffer => {
  const offered = identities.map((identity) => Buffer.concat([sized(2, identity), Buffer.alloc(4)]));
  return extension(41, Buffer.concat([sized(2, Buffer.concat(offered)), sized(2, Buffer.alloc(33, 32))]));
};
const TICKET = Buffer.alloc(32, 0xfe);

/** A ClientHello (RFC 8446 section 4.1.2) in its record. */
const hello = (suites: readonly number[], extensions: readonly (number | Buffer)[]): Buffer => {
  const body = Buffer.concat([
    Buffer.of(3, 3),
    Buffer.alloc(32, 7),
    sized(1, Buffer.alloc(32)),
    sized(2, Buffer.from(suites.flatMap((suite) => [suite >> 8, suite & 255]))),
    sized(1, Buffer.of(0)),
    sized(2, Buffer.concat(extensions.map((each) => (typeof each === "number" ? extension(each) : each)))),
  ]);
  return Buffer.concat([Buffer.of(22, 3, 1), sized(2, Buffer.concat([Buffer.of(1), sized(3, body)]))]);
};

describe("a ClientHello", () => {
  it.each([
    ["psk", "with the pre_shared_key extension of TLS 1.3", [0x1301], [10, 41]],
    ["psk", "with a PSK suite of TLS 1.2", [0xc02b, 0x00a8], [10]],
    ["psk", "with an identity", [0x1301], [preSharedKey(Buffer.from("ap-bến-xe"))]],
    ["psk", "with an identity behind a ticket", [0x1301], [preSharedKey(TICKET, Buffer.from("ap-1"))]],
    ["certificate", "with a ticket alone", [0x1301], [preSharedKey(TICKET)]],
    ["certificate", "with neither", [0xc02b, 0x1301], [10, 43, 45]],
    ["certificate", "without extensions", [0xc02b], []],
  ] as const)("asks for %s %s", (asked, _, suites, extensions) => {
    expect(helloIn(hello(suites, extensions))).toBe(asked);
  });

  it("shows the tickets it offers, whatever keys stand beside them", () => {
    const other = Buffer.alloc(8, 0xff);
    const offer = preSharedKey(TICKET, Buffer.from("ap-1"), other);
    expect(ticketsIn(hello([0x1301], [10, offer]))).toEqual([TICKET, other]);
    expect(ticketsIn(hello([0x1301], [preSharedKey(Buffer.from("ap-1"))]))).toEqual([]);
    expect(ticketsIn(hello([0x00a8], [10]))).toEqual([]);
  });

  it("is waited for while it is incomplete, octet by octet", () => {
    const whole = hello([0x1301], [41]);
    for (let length = 0; length < whole.length; length += 1)
      expect(helloIn(whole.subarray(0, length))).toBe("more");
  });

  it("is never more than one record, and no octets make reading it fail", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (tail, isRecord) => {
        const octets = Buffer.concat([isRecord ? Buffer.of(22, 3, 1, 0, 200, 1) : Buffer.alloc(0), tail]);
        const answer = helloIn(octets);
        expect(ticketsIn(octets)).toBeInstanceOf(Array);
        expect(["psk", "certificate", "more", "rubbish"]).toContain(answer);
        if (isRecord && tail.length >= 199) expect(answer).not.toBe("more");
      }),
      { numRuns: 2_000 },
    );
  });
});
