import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ATTRIBUTE, CHILLI, MIKROTIK, VENDOR } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { octets, request, text, u32, vendorText, vendorU32 } from "#radius-server/protocol/write";
import { AUTHENTICATOR, attribute, datagram, packetIn, vendorSpecific } from "./datagrams.ts";

const ACCESS_REQUEST = CODE["Access-Request"];
const reading = (...attributes: readonly Uint8Array[]) => packetIn(datagram(ACCESS_REQUEST, attributes));

describe("a well-formed packet", () => {
  it("shows its header", () => {
    const packet = packetIn(datagram(ACCESS_REQUEST, [], { identifier: 200 }));
    expect([packet.code, packet.identifier]).toEqual([1, 200]);
    expect(Buffer.from(packet.authenticator)).toEqual(AUTHENTICATOR);
  });

  it("shows the first of several attributes, all of them in order, and their count", () => {
    const packet = reading(attribute(25, "first"), attribute(1, "between"), attribute(25, "second"));
    expect(packet.text(25)).toBe("first");
    expect(packet.all(25).map((value) => Buffer.from(value).toString())).toEqual(["first", "second"]);
    expect([packet.count(25), packet.count(1), packet.count(2)]).toEqual([2, 1, 0]);
  });

  it("has nothing to show for an attribute it does not carry", () => {
    const packet = reading();
    expect(packet.octets(1)).toBeUndefined();
    expect(packet.text(1)).toBeUndefined();
    expect(packet.u32(5)).toBeUndefined();
    expect(packet.vendor(14988, 1)).toBeUndefined();
    expect(packet.hasMessageAuthenticator).toBe(false);
  });

  it("reads numbers as unsigned, with the upper 32 bits in the gigawords (RFC 2869 section 5.1)", () => {
    const packet = reading(
      attribute(ATTRIBUTE["Acct-Input-Octets"], Buffer.from("540be400", "hex")),
      attribute(ATTRIBUTE["Acct-Input-Gigawords"], Buffer.from("00000002", "hex")),
      attribute(ATTRIBUTE["Acct-Output-Octets"], Buffer.from("ffffffff", "hex")),
    );
    const low = packet.u32(ATTRIBUTE["Acct-Input-Octets"]) ?? 0;
    const high = packet.u32(ATTRIBUTE["Acct-Input-Gigawords"]) ?? 0;
    expect(high * 2 ** 32 + low).toBe(10_000_000_000);
    expect(packet.u32(ATTRIBUTE["Acct-Output-Octets"])).toBe(4_294_967_295);
  });

  it("reads text as UTF-8, without the NULs some NAS end it with", () => {
    expect(reading(attribute(1, "Quảng Trị")).text(1)).toBe("Quảng Trị");
    expect(reading(attribute(1, "w-abc\0\0")).text(1)).toBe("w-abc");
    expect(reading(attribute(1, "")).text(1)).toBe("");
  });

  it("keeps a leading byte order mark, so that two names never become one", () => {
    expect(reading(attribute(1, "\ufeffbob")).text(1)).toBe("\ufeffbob");
  });

  it("has no text where the octets are not UTF-8, or hold a NUL that no database keeps", () => {
    expect(reading(attribute(1, Buffer.of(0xff, 0xfe))).text(1)).toBeUndefined();
    expect(reading(attribute(1, Buffer.of(0xed, 0xa0, 0x80))).text(1)).toBeUndefined();
    expect(reading(attribute(1, "a\0b")).text(1)).toBeUndefined();
  });

  it("finds a vendor's attributes, also several in one Vendor-Specific (RFC 2865 section 5.26)", () => {
    const inside = Buffer.concat([attribute(8, "1M/4M"), attribute(17, Buffer.of(0, 0, 1, 0))]);
    const packet = reading(vendorSpecific(9, attribute(8, "cisco")), vendorSpecific(14988, inside));
    expect(Buffer.from(packet.vendor(VENDOR.MikroTik, MIKROTIK["Mikrotik-Rate-Limit"])!).toString()).toBe(
      "1M/4M",
    );
    expect(packet.vendorU32(VENDOR.MikroTik, MIKROTIK["Mikrotik-Total-Limit"])).toBe(256);
    expect(packet.vendor(VENDOR.WISPr, 8)).toBeUndefined();
  });
});

describe("any octets at all", () => {
  const touchEverything = (input: Uint8Array): void => {
    const packet = parse(input);
    if ("malformed" in packet) return;
    for (let type = 0; type < 256; type += 1) {
      packet.octets(type);
      packet.text(type);
      packet.u32(type);
      packet.all(type);
      packet.vendorU32(14988, type);
    }
  };

  it("are read or refused, never thrown at", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (input) => touchEverything(input)));
  });

  it("are read or refused behind a plausible header as well", () => {
    const body = fc.uint8Array({ maxLength: 120 });
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 12, 43), body, (code, octetsAfter) =>
        touchEverything(datagram(code, [octetsAfter])),
      ),
      { numRuns: 1000 },
    );
  });

  it("never give a value that reaches outside of the packet", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (body) => {
        const packet = parse(Buffer.concat([datagram(1, [body]), Buffer.alloc(50, 0xee)]));
        if ("malformed" in packet) return;
        const sizes = Array.from({ length: 256 }, (_, type) => packet.all(type)).flat();
        expect(sizes.reduce((sum, value) => sum + value.length + 2, 20)).toBe(packet.raw.length);
      }),
    );
  });
});

describe("a packet written and read again", () => {
  const types = fc.integer({ min: 1, max: 255 }).filter((type) => type !== 80 && type !== 26);
  const values = fc.uint8Array({ minLength: 1, maxLength: 60 });

  it("has the same attributes in the same order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(types, values), { maxLength: 40 }), (given) => {
        const written = request(
          4,
          9,
          given.map(([type, value]) => octets(type, value)),
          secretOf("s"),
        );
        const packet = packetIn(written);
        for (const [type] of given) {
          const expected = given.filter(([other]) => other === type).map(([, value]) => Buffer.from(value));
          expect(packet.all(type).map((value) => Buffer.from(value))).toEqual(expected);
        }
      }),
    );
  });

  it("has the same numbers, texts and vendor's values", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.string({ minLength: 1, maxLength: 60 }), (n, s) => {
        fc.pre(!s.includes("\0"));
        const attributes = [
          u32(27, n),
          text(11, s),
          vendorU32(VENDOR.CoovaChilli, CHILLI["CoovaChilli-Max-Total-Octets"], n),
          vendorText(VENDOR.MikroTik, MIKROTIK["Mikrotik-Group"], s),
        ];
        const packet = packetIn(request(CODE["CoA-Request"], 1, attributes, secretOf("s")));
        expect([packet.u32(27), packet.text(11), packet.vendorU32(14559, 3)]).toEqual([n, s, n]);
        expect(Buffer.from(packet.vendor(14988, 3)!).toString()).toBe(s);
      }),
    );
  });
});
