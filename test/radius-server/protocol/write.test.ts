import { describe, expect, it } from "vitest";
import { ATTRIBUTE, VENDOR, WISPR } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { secretOf } from "#radius-server/protocol/secret";
import { errorCauseName, terminateCauseName } from "#radius-server/protocol/values";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { octets, reply, request, text, u32, vendorText, vendorU32 } from "#radius-server/protocol/write";
import { AUTHENTICATOR, attribute, datagram, hmacMd5, md5, packetIn } from "./datagrams.ts";

const SECRET = secretOf("testing123");
const KEY = Buffer.from("testing123");
const hex = (packet: Uint8Array): string => Buffer.from(packet).toString("hex");

describe("a reply to an Access-Request", () => {
  const asked = packetIn(
    datagram(1, [attribute(33, "one"), attribute(1, "bob"), attribute(33, ""), attribute(33, "two")]),
  );

  it.each(["Access-Accept", "Access-Reject", "Access-Challenge", "Protocol-Error"] as const)(
    "begins with the Message-Authenticator: %s (CVE-2024-3596)",
    (name) => {
      const packet = reply(asked, CODE[name], [u32(27, 60)], SECRET)!;
      expect([packet[20], packet[21]]).toEqual([80, 18]);
      expect(replyIsAuthentic(packetIn(packet), asked.authenticator, SECRET)).toBe(true);
    },
  );

  it("is signed as node:crypto would sign it (RFC 2865 section 3, RFC 2869 section 5.14)", () => {
    const packet = Buffer.from(reply(asked, 2, [u32(27, 60)], SECRET)!);
    const [authenticator, message] = [
      packet.subarray(4, 20).toString("hex"),
      packet.subarray(22, 38).toString("hex"),
    ];
    AUTHENTICATOR.copy(packet, 4);
    expect(md5(packet, KEY).toString("hex")).toBe(authenticator);
    packet.fill(0, 22, 38);
    expect(hmacMd5(KEY, packet).toString("hex")).toBe(message);
  });

  it("carries the Proxy-States last, unchanged and in order (RFC 2865 section 5.33)", () => {
    const packet = reply(asked, 2, [u32(27, 60)], SECRET)!;
    expect(hex(packet.subarray(38))).toBe("1b060000003c" + "21056f6e65" + "2102" + "210574776f");
  });

  it("has the identifier of the request and is exactly as long as it says", () => {
    const packet = reply(asked, 3, [], SECRET)!;
    expect([packet[0], packet[1]]).toEqual([3, 7]);
    expect(packet.length).toBe(Buffer.from(packet).readUInt16BE(2));
  });

  it("is left alone by the replies after it", () => {
    const packet = reply(asked, 3, [], SECRET)!;
    const before = hex(packet);
    for (let times = 0; times < 1_000; times += 1) reply(asked, 2, [u32(27, times)], SECRET);
    expect(hex(packet)).toBe(before);
  });

  it("leaves the attributes it was given as they were, for the next reply", () => {
    const attributes = Object.freeze([Object.freeze(u32(27, 60))]);
    expect(hex(reply(asked, 2, attributes, SECRET)!)).toBe(hex(reply(asked, 2, attributes, SECRET)!));
  });
});

describe("a reply to Status-Server", () => {
  it("is signed when it is an Access-Accept", () => {
    const status = packetIn(request(12, 1, [], SECRET, { requestAuthenticator: AUTHENTICATOR }));
    expect(reply(status, CODE["Access-Accept"], [], SECRET)![20]).toBe(80);
  });
});

describe("an Accounting-Response", () => {
  it("is the header alone, its authenticator that of RFC 2866 section 3", () => {
    const packet = reply(packetIn(datagram(4)), CODE["Accounting-Response"], [], SECRET)!;
    const head = Buffer.from("05070014", "hex");
    expect(hex(packet)).toBe(hex(Buffer.concat([head, md5(head, AUTHENTICATOR, KEY)])));
  });

  it("echoes Proxy-States too (RFC 2866 section 5.13)", () => {
    const asked = packetIn(datagram(4, [attribute(33, "hop")]));
    expect(hex(reply(asked, 5, [], SECRET)!.subarray(20))).toBe("2105686f70");
  });
});

describe("a request of dynamic authorization (RFC 5176)", () => {
  const session = [text(1, "tok-1"), text(ATTRIBUTE["Acct-Session-Id"], "80000001")];
  const when = u32(ATTRIBUTE["Event-Timestamp"], 0x66000000);

  it("is the known Disconnect-Request, octet for octet", () => {
    const packet = request(CODE["Disconnect-Request"], 9, [...session, when], SECRET, {
      messageAuthenticator: "last",
    });
    expect(hex(packet)).toBe(
      "2809003df68cc2ce0ee01bf8afdfefe3148631fb0107746f6b2d312c0a38303030303030313706660000005012050f40ef4209bbcb9da2c02e5c0f203a",
    );
  });

  it("is the known CoA-Request, octet for octet", () => {
    const change = [
      u32(ATTRIBUTE["Session-Timeout"], 1800),
      u32(ATTRIBUTE["Idle-Timeout"], 600),
      vendorU32(VENDOR.WISPr, WISPR["WISPr-Bandwidth-Max-Up"], 1_000_000),
      vendorU32(VENDOR.WISPr, WISPR["WISPr-Bandwidth-Max-Down"], 4_000_000),
    ];
    const packet = request(CODE["CoA-Request"], 10, [...session, ...change, when], SECRET, {
      messageAuthenticator: "last",
    });
    expect(hex(packet)).toBe(
      "2b0a0061d56270e344ed7e4680aa0320fe805b3b0107746f6b2d312c0a38303030303030311b06000007081c06000002581a0c0000372a0706000f42401a0c0000372a0806003d09003706660000005012d7b37d64121869e14aed3fed6f2969fd",
    );
  });

  it("has no Message-Authenticator unless asked for", () => {
    expect(packetIn(request(40, 1, session, SECRET)).hasMessageAuthenticator).toBe(false);
  });
});

describe("what cannot be sent", () => {
  const sent = (given: Parameters<typeof reply>[2][number]) => () =>
    reply(packetIn(datagram(1)), 2, [given], SECRET);

  it("is a number that would lose its upper bits", () => {
    for (const n of [-1, 2 ** 32, 1.5, Number.NaN])
      expect(() => u32(27, n)).toThrow("attribute_number_refused");
    expect(() => vendorU32(14988, 17, 6 * 2 ** 30)).toThrow("attribute_number_refused");
  });

  it("is a value of no octets or of more than fit (RFC 2865 section 5)", () => {
    expect(sent(text(18, ""))).toThrow("attribute_length_refused");
    expect(sent(octets(25, Buffer.alloc(254)))).toThrow("attribute_length_refused");
    expect(sent(vendorText(14988, 8, "x".repeat(248)))).toThrow("attribute_length_refused");
    expect(sent(octets(25, Buffer.alloc(253)))()?.length).toBe(20 + 18 + 255);
    expect(sent(vendorText(14988, 8, "x".repeat(247)))()?.length).toBe(20 + 18 + 255);
  });

  it("is an Access-Request without 16 octets of chance", () => {
    expect(() => request(1, 1, [], SECRET)).toThrow("request_authenticator_missing");
    expect(() => request(1, 1, [], SECRET, { requestAuthenticator: Buffer.alloc(15) })).toThrow();
  });

  it("is a request longer than 4096 octets", () => {
    const long = Array.from({ length: 17 }, () => octets(25, Buffer.alloc(253)));
    expect(() => request(43, 1, long, SECRET)).toThrow("packet_too_long");
  });
});

describe("the names of causes", () => {
  it("are those of the RFCs", () => {
    expect([terminateCauseName(1), terminateCauseName(5), terminateCauseName(99)]).toEqual([
      "User-Request",
      "Session-Timeout",
      undefined,
    ]);
    expect([errorCauseName(503), errorCauseName(1)]).toEqual(["Session-Context-Not-Found", undefined]);
  });
});
