import { describe, expect, it } from "vitest";
import { isAskedOf } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { chapMatches, credentialOf, userPassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { accountingRequestIsAuthentic, messageAuthenticatorState } from "#radius-server/protocol/verify";
import { reply, request, u32 } from "#radius-server/protocol/write";
import {
  AUTHENTICATOR,
  attribute,
  datagram,
  hmacMd5,
  md5,
  packetIn,
  spoiled,
  vendorSpecific,
} from "./datagrams.ts";

const SECRET = secretOf("testing123");
const KEY = Buffer.from("testing123");
const reason = (input: Uint8Array): string => {
  const packet = parse(input);
  return "malformed" in packet ? packet.malformed : "none";
};
const many = (count: number, of: Uint8Array): Uint8Array[] => Array.from({ length: count }, () => of);
const signature = attribute(80, Buffer.alloc(16));

/** Fills a body up to the given length of packet with attributes of at most 255 octets. */
const bodyUpTo = (length: number): Uint8Array[] => {
  const left = length - 20;
  const whole = many(Math.floor(left / 255), attribute(18, Buffer.alloc(253, 65)));
  return left % 255 >= 2 ? [...whole, attribute(18, Buffer.alloc((left % 255) - 2, 65))] : whole;
};

describe("a datagram that is no packet", () => {
  it("is refused below 20 octets (row 1, RFC 2865 section 3)", () => {
    for (let length = 0; length < 20; length += 1)
      expect(reason(datagram(1).subarray(0, length))).toBe("short");
  });

  it("is refused with a Length below 20 (row 2)", () => {
    for (const length of [0, 1, 19]) expect(reason(datagram(1, [], { length }))).toBe("length-below-20");
  });

  it("is refused with a Length beyond what arrived (row 3)", () => {
    expect(reason(datagram(1, [], { length: 21 }))).toBe("length-beyond-datagram");
  });

  it("is refused above 4096 octets, an Accounting-Request above 4095 (row 5, RFC 2866 section 3)", () => {
    expect(reason(datagram(1, bodyUpTo(4096)))).toBe("none");
    expect(reason(datagram(1, bodyUpTo(4097)))).toBe("too-long");
    expect(reason(datagram(4, bodyUpTo(4095)))).toBe("none");
    expect(reason(datagram(4, bodyUpTo(4096)))).toBe("too-long");
  });

  it.each([0, 6, 13, 46, 53, 255])("is refused with code %i (row 6)", (code) => {
    expect(reason(datagram(code))).toBe("unknown-code");
  });

  it("is refused with an attribute of length 0 or 1, which would never end (row 11, RFC 2865 section 5)", () => {
    expect(reason(datagram(1, [Buffer.of(1, 0)]))).toBe("attribute-length");
    expect(reason(datagram(1, [attribute(1, "bob"), Buffer.of(4, 1)]))).toBe("attribute-length");
  });

  it("is refused when an attribute overruns it, or one stray octet is left (row 12)", () => {
    expect(reason(datagram(1, [Buffer.of(1, 4, 65)]))).toBe("attribute-overrun");
    expect(reason(datagram(1, [attribute(1, "bob"), Buffer.of(1)]))).toBe("attribute-overrun");
  });

  it("is refused when an attribute overruns Length but not the datagram (row 12)", () => {
    const input = Buffer.concat([datagram(1, [Buffer.of(1, 4, 65)]), Buffer.of(66)]);
    expect(reason(input)).toBe("attribute-overrun");
  });

  it("is refused with an attribute of type 0 (row 13)", () => {
    expect(reason(datagram(1, [attribute(0, "x")]))).toBe("attribute-type-zero");
  });

  it("is refused above 200 attributes (row 14)", () => {
    expect(reason(datagram(1, many(200, attribute(33, ""))))).toBe("none");
    expect(reason(datagram(1, many(201, attribute(33, ""))))).toBe("too-many-attributes");
  });

  it("is refused with a Message-Authenticator not 18 octets long (row 18, RFC 3579 section 3.2)", () => {
    for (const length of [0, 1, 15, 17])
      expect(reason(datagram(1, [attribute(80, Buffer.alloc(length))]))).toBe("message-authenticator-length");
  });

  it("is refused with two Message-Authenticators (row 19, RFC 3579 section 3.3)", () => {
    expect(reason(datagram(1, [signature, signature]))).toBe("two-message-authenticators");
  });
});

describe("a packet with odd but harmless parts", () => {
  it("is read up to Length, the octets behind it ignored (row 4, RFC 2865 section 3)", () => {
    const signed = request(4, 1, [u32(40, 1)], SECRET);
    const packet = packetIn(Buffer.concat([signed, Buffer.from("padding")]));
    expect(packet.raw.length).toBe(signed.length);
    expect(accountingRequestIsAuthentic(packet, SECRET)).toBe(true);
  });

  it.each([
    ["no room for a vendor's type and length", Buffer.of(8)],
    ["nothing behind the vendor", Buffer.alloc(0)],
    ["sub-length 0", Buffer.of(8, 0, 1)],
    ["sub-length 1", Buffer.of(8, 1, 1)],
    ["a sub-attribute that overruns", Buffer.of(8, 9, 1)],
    ["a stray octet behind a good sub-attribute", Buffer.of(8, 3, 1, 9)],
  ])("treats a Vendor-Specific with %s as unknown (row 15, RFC 2865 section 5.26)", (_, inside) => {
    const packet = packetIn(datagram(1, [vendorSpecific(14988, inside), attribute(1, "bob")]));
    expect(packet.vendor(14988, 8)).toBeUndefined();
    expect(packet.text(1)).toBe("bob");
  });

  it("treats a Vendor-Specific too short for a vendor as unknown (row 15)", () => {
    expect(packetIn(datagram(1, [attribute(26, Buffer.of(0, 0))])).vendor(0, 0)).toBeUndefined();
  });

  it("does not mistake a vendor with a high octet for the one without (row 16)", () => {
    const packet = packetIn(datagram(1, [vendorSpecific(0x01_00_3a_8c, attribute(8, "1M/4M"))]));
    expect(packet.vendor(14988, 8)).toBeUndefined();
  });

  it("treats a number of the wrong size as absent, never as zero (row 17, RFC 6929 section 2.8)", () => {
    for (const size of [0, 1, 3, 5, 8]) {
      const odd = [
        attribute(42, Buffer.alloc(size)),
        vendorSpecific(14988, attribute(1, Buffer.alloc(size))),
      ];
      const packet = packetIn(datagram(4, odd));
      expect(packet.u32(42)).toBeUndefined();
      expect(packet.vendorU32(14988, 1)).toBeUndefined();
    }
  });
});

describe("what may come to a port", () => {
  it("is no reply, our own reflected one included (rows 7 and 46, RFC 2865 section 3)", () => {
    for (const code of [2, 3, 5, 11, 41, 42, 44, 45, 52]) {
      expect(isAskedOf("authentication", code)).toBe(false);
      expect(isAskedOf("accounting", code)).toBe(false);
    }
  });

  it("is of that port's service (row 8, RFC 2866 section 3)", () => {
    expect([isAskedOf("authentication", 1), isAskedOf("authentication", 4)]).toEqual([true, false]);
    expect([isAskedOf("accounting", 4), isAskedOf("accounting", 1)]).toEqual([true, false]);
  });

  it("is Status-Server on either (RFC 5997 section 4.2)", () => {
    expect([isAskedOf("authentication", 12), isAskedOf("accounting", 12)]).toEqual([true, true]);
  });

  it("is no CoA- or Disconnect-Request, as we are no server of them (row 9, RFC 5176 section 6.1)", () => {
    expect([40, 43].some((code) => isAskedOf("authentication", code) || isAskedOf("accounting", code))).toBe(
      false,
    );
  });
});

describe("a packet that cannot be trusted", () => {
  const signedRequest = (code: number): Buffer => {
    const bare = datagram(code, [attribute(1, "bob"), signature]);
    hmacMd5(KEY, bare).copy(bare, bare.length - 16);
    return bare;
  };
  const stateOf = (input: Uint8Array): string => messageAuthenticatorState(packetIn(input), SECRET);

  it("has a Message-Authenticator that is wrong in any one octet (row 20, RFC 3579 section 3.2)", () => {
    const good = signedRequest(1);
    expect(stateOf(good)).toBe("valid");
    for (let at = good.length - 16; at < good.length; at += 1)
      expect(stateOf(spoiled(good, at))).toBe("invalid");
  });

  it("was changed after it was signed (row 20)", () => {
    for (const at of [1, 4, 19, 22]) expect(stateOf(spoiled(signedRequest(1), at))).toBe("invalid");
  });

  it("has 16 zero octets for a Message-Authenticator, as some NAS send (row 21)", () => {
    expect(stateOf(datagram(1, [signature, attribute(1, "bob")]))).toBe("placeholder");
  });

  it("shows that it has no Message-Authenticator (rows 22, 24, 25)", () => {
    expect(stateOf(datagram(1, [attribute(79, "\u0002\0\0\u0005\u0001")]))).toBe("absent");
    expect(stateOf(datagram(12))).toBe("absent");
  });

  it("is a Status-Server whose Message-Authenticator is wrong (row 25, RFC 5997 section 3)", () => {
    expect(stateOf(signedRequest(12))).toBe("valid");
    expect(stateOf(spoiled(signedRequest(12), 30))).toBe("invalid");
  });

  it("shows its Proxy-States to be counted (rows 23 and 51)", () => {
    expect(packetIn(datagram(1, many(11, attribute(33, "hop")))).count(33)).toBe(11);
  });

  it("is an Accounting-Request with a wrong or all-zero authenticator (row 39, RFC 2866 section 3)", () => {
    const zeros = datagram(4, [attribute(40, Buffer.of(0, 0, 0, 1))], { authenticator: Buffer.alloc(16) });
    const signed = Buffer.from(zeros);
    md5(zeros, KEY).copy(signed, 4);
    expect(accountingRequestIsAuthentic(packetIn(signed), SECRET)).toBe(true);
    expect(accountingRequestIsAuthentic(packetIn(zeros), SECRET)).toBe(false);
    for (let at = 4; at < signed.length; at += 1) {
      const changed = parse(spoiled(signed, at));
      expect("malformed" in changed || !accountingRequestIsAuthentic(changed, SECRET)).toBe(true);
    }
  });
});

describe("the credential of an Access-Request", () => {
  const pap = attribute(2, Buffer.alloc(16));
  const chap = attribute(3, Buffer.alloc(17));
  const eap = attribute(79, "eap");
  const of = (...attributes: readonly Uint8Array[]) => credentialOf(packetIn(datagram(1, attributes)));

  it("is none when there is none (row 28, RFC 3579 section 3.3 note 1)", () => {
    expect(of(attribute(1, "bob"))).toBe("none");
  });

  it("is a contradiction when there are two kinds, or two passwords (row 29, RFC 2865 section 4.1)", () => {
    for (const pair of [
      [pap, chap],
      [pap, eap],
      [chap, eap],
      [pap, pap],
      [chap, chap],
    ])
      expect(of(...pair)).toBe("both");
  });

  it("is the one there is, EAP in several fragments included (RFC 3579 section 3.1)", () => {
    expect([of(pap), of(chap), of(eap), of(eap, eap)]).toEqual(["pap", "chap", "eap", "eap"]);
  });

  it.each([0, 1, 15, 17, 127, 129, 144, 253])(
    "has no password when it is %i octets (row 30, RFC 2865 section 5.2)",
    (size) => {
      const packet = packetIn(datagram(1, [attribute(2, Buffer.alloc(size, 1))]));
      expect(userPassword(packet, SECRET)).toBeUndefined();
    },
  );

  it("gives octets, whatever they are, under a wrong secret (row 31)", () => {
    const packet = packetIn(datagram(1, [attribute(2, Buffer.alloc(16, 200))]));
    expect(userPassword(packet, secretOf("another"))).toBeInstanceOf(Uint8Array);
  });

  it.each([
    ["bob\0\0\0", "bob"],
    ["b\0b", "b\0b"],
    ["\0bob", "\0bob"],
    ["\0\0\0", ""],
  ])("loses only the NULs at its end: %j (row 32, RFC 2865 section 5)", (plain, kept) => {
    const block = Buffer.alloc(16);
    block.write(plain, "latin1");
    const hidden = md5(KEY, AUTHENTICATOR).map((octet, index) => octet ^ block[index]!);
    const packet = packetIn(datagram(1, [attribute(2, hidden)]));
    expect(Buffer.from(userPassword(packet, SECRET)!).toString("latin1")).toBe(kept);
  });

  it.each([0, 1, 16, 18])(
    "never matches with a CHAP-Password of %i octets (row 33, RFC 2865 section 5.3)",
    (size) => {
      const right = Buffer.concat([
        Buffer.of(5),
        md5(Buffer.of(5), Buffer.from("pw"), AUTHENTICATOR),
        Buffer.of(0),
      ]);
      const packet = packetIn(datagram(1, [attribute(3, right.subarray(0, size))]));
      expect(chapMatches(packet, Buffer.from("pw"))).toBe(false);
    },
  );

  it("matches with the Request Authenticator as challenge when there is no other (row 34)", () => {
    const response = Buffer.concat([Buffer.of(5), md5(Buffer.of(5), Buffer.from("pw"), AUTHENTICATOR)]);
    const packet = packetIn(datagram(1, [attribute(3, response)]));
    expect([chapMatches(packet, Buffer.from("pw")), chapMatches(packet, Buffer.from("pW"))]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    [0, false],
    [4, false],
    [5, true],
    [128, true],
    [129, false],
    [253, false],
  ])("with a challenge of %i octets matches: %s (row 35, RFC 2865 section 5.40)", (size, matches) => {
    const challenge = Buffer.alloc(size, 3);
    const response = Buffer.concat([Buffer.of(5), md5(Buffer.of(5), Buffer.from("pw"), challenge)]);
    const packet = packetIn(datagram(1, [attribute(3, response), attribute(60, challenge)]));
    expect(chapMatches(packet, Buffer.from("pw"))).toBe(matches);
  });

  it("shows that a User-Name is missing or doubled (rows 37 and 38, RFC 2865 section 5.44)", () => {
    const name = attribute(1, "bob");
    expect([0, 1, 2].map((count) => packetIn(datagram(1, many(count, name))).count(1))).toEqual([0, 1, 2]);
  });
});

describe("Proxy-States that leave no room for the reply", () => {
  it("make the reply impossible, never shorter (row 52, RFC 2865 section 5.33)", () => {
    const full = packetIn(
      datagram(
        1,
        bodyUpTo(4096).map((octets) => attribute(33, octets.subarray(2))),
      ),
    );
    expect(reply(full, 2, [], SECRET)).toBeUndefined();
    const fits = packetIn(
      datagram(
        1,
        bodyUpTo(4096 - 18).map((octets) => attribute(33, octets.subarray(2))),
      ),
    );
    expect(reply(fits, 2, [], SECRET)?.length).toBe(4096);
    expect(reply(fits, 2, [u32(27, 1)], SECRET)).toBeUndefined();
  });
});
