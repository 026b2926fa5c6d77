import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CODE } from "#radius-server/protocol/codes";
import { chapMatches, hidePassword, userPassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import {
  messageAuthenticatorIsValid,
  messageAuthenticatorState,
  replyIsAuthentic,
} from "#radius-server/protocol/verify";
import { octets, reply, request, u32 } from "#radius-server/protocol/write";
import { AUTHENTICATOR, attribute, datagram, md5, packetFrom, packetIn, spoiled } from "./datagrams.ts";

const RFC_SECRET = secretOf("xyzzy5461");
const SECRET = secretOf("testing123");

describe("the examples of the RFCs", () => {
  const login = packetFrom(
    "01000038 0f403f9473978057bd83d5cb98f4227a 01066e656d6f 02120dbe708d93d413ce3196e43f782a0aee 0406c0a80110 050600000003",
  );
  const accept = "02000026 86fe220e7624ba2a1005f6bf9b55e0b2 060600000001 0f0600000000 0e06c0a80103";

  it("give the password of nemo (RFC 2865 section 7.1)", () => {
    expect(Buffer.from(userPassword(login, RFC_SECRET)!).toString()).toBe("arctangent");
  });

  it("give an authentic Access-Accept, and under another secret none (RFC 2865 section 7.1)", () => {
    expect(replyIsAuthentic(packetFrom(accept), login.authenticator, RFC_SECRET)).toBe(true);
    expect(replyIsAuthentic(packetFrom(accept), login.authenticator, SECRET)).toBe(false);
    expect(replyIsAuthentic(packetFrom(accept), AUTHENTICATOR, RFC_SECRET)).toBe(false);
  });

  it("match the CHAP response of flopsy (RFC 2865 section 7.2)", () => {
    const packet = packetFrom(
      "01010047 2aee86f08d0d55969ca5978e0d3367a2 0108666c6f707379 031316e97557c316185895f293ff6344077275 0406c0a80110 050600000014 060600000002 070600000001",
    );
    expect(chapMatches(packet, Buffer.from("arctangent"))).toBe(true);
  });

  it("verify a Status-Server and its reply (RFC 5997 section 6.1)", () => {
    const status = packetFrom(
      "0cda0026 8a54f4686fb394c52866e302185d0623 50125a665e2e1e8411f3e243822097c84fa3",
    );
    expect(messageAuthenticatorState(status, RFC_SECRET)).toBe("valid");
    const answer = packetFrom("02da0014 ef0d552a4bf2d693ec2b6fe8b5411d66");
    expect(replyIsAuthentic(answer, status.authenticator, RFC_SECRET)).toBe(true);
  });
});

describe("the examples of gateways", () => {
  const withChap = (response: string, challenge: string) =>
    packetIn(
      datagram(1, [attribute(3, Buffer.from(response, "hex")), attribute(60, Buffer.from(challenge, "hex"))]),
    );
  const password = Buffer.from("tokENsingleUse42");

  it("match the CHAP response a CoovaChilli passes on", () => {
    const packet = withChap("00965d2de8ab517e1755322500ca1b291a", "2c864d60a0dad9a2e912414901d3dbaf");
    expect(chapMatches(packet, password)).toBe(true);
  });

  it("match the CHAP response of a MikroTik hotspot", () => {
    const packet = withChap("f97d1603ed57b95c876481e475d00c4825", "ef0dd80b119c65a5c3ab62a65b7dfdce");
    expect(chapMatches(packet, password)).toBe(true);
    expect(chapMatches(packet, Buffer.from("tokENsingleUse43"))).toBe(false);
  });
});

describe("a hidden password", () => {
  it("comes out as it went in, for every length up to 128 octets (RFC 2865 section 5.2)", () => {
    for (let length = 0; length <= 128; length += 1) {
      const password = randomBytes(length).map((octet) => octet || 1);
      const hidden = hidePassword(password, SECRET, AUTHENTICATOR);
      expect(hidden.length % 16).toBe(0);
      const packet = packetIn(datagram(1, [attribute(2, hidden)]));
      expect(Buffer.from(userPassword(packet, SECRET)!)).toEqual(Buffer.from(password));
    }
  });

  it("may not be longer", () => {
    expect(() => hidePassword(Buffer.alloc(129), SECRET, AUTHENTICATOR)).toThrow("password_too_long");
  });
});

describe("a Message-Authenticator", () => {
  it.each([
    ["Access-Request", "first"],
    ["Access-Request", "last"],
    ["Status-Server", "first"],
    ["Accounting-Request", "first"],
    ["Accounting-Request", "last"],
    ["CoA-Request", "first"],
    ["Disconnect-Request", "last"],
  ] as const)("is right in our own %s, %s (RFC 3579 section 3.2, RFC 5176 section 3.4)", (name, place) => {
    const options = { requestAuthenticator: AUTHENTICATOR, messageAuthenticator: place };
    const packet = packetIn(request(CODE[name], 3, [u32(5, 1)], SECRET, options));
    expect(messageAuthenticatorIsValid(packet, SECRET)).toBe(true);
    expect(messageAuthenticatorIsValid(packet, RFC_SECRET)).toBe(false);
  });

  it("of a reply holds only with the authenticator of its request", () => {
    const asked = packetIn(datagram(1));
    const answer = packetIn(reply(asked, 2, [], SECRET)!);
    expect(messageAuthenticatorIsValid(answer, SECRET, AUTHENTICATOR)).toBe(true);
    expect(messageAuthenticatorIsValid(answer, SECRET, randomBytes(16))).toBe(false);
    expect(messageAuthenticatorIsValid(answer, SECRET)).toBe(false);
  });

  it("that is missing is not valid", () => {
    expect(messageAuthenticatorIsValid(packetIn(datagram(1)), SECRET)).toBe(false);
  });
});

describe("a reply to our CoA-Request", () => {
  const ours = packetIn(request(CODE["CoA-Request"], 9, [], SECRET));
  const theirs = reply(ours, CODE["CoA-ACK"], [u32(55, 1)], SECRET)!;

  it("is authentic from a holder of the secret (row 47, RFC 5176 section 2.3)", () => {
    expect(replyIsAuthentic(packetIn(theirs), ours.authenticator, SECRET)).toBe(true);
  });

  it("is not when any octet was changed (row 47)", () => {
    for (const at of [0, 1, 4, 19, 25]) {
      const changed = packetIn(spoiled(theirs, at));
      expect(replyIsAuthentic(changed, ours.authenticator, SECRET)).toBe(false);
    }
  });

  it("is not when its Message-Authenticator is wrong though the rest is right (RFC 5176 section 3.4)", () => {
    const forged = datagram(44, [attribute(80, Buffer.alloc(16, 1))], { identifier: 9 });
    ours.raw.subarray(4, 20).forEach((octet, index) => {
      forged[4 + index] = octet;
    });
    md5(forged, Buffer.from("testing123")).copy(forged, 4);
    expect(replyIsAuthentic(packetIn(forged), ours.authenticator, SECRET)).toBe(false);
  });
});

describe("a secret", () => {
  it("is the same from text and from its octets, also beyond one block of MD5", () => {
    const long = "a secret of more than sixty-four octets, as a careful operator would choose it";
    const packet = request(12, 1, [octets(32, Buffer.from("nas"))], secretOf(long), {
      requestAuthenticator: AUTHENTICATOR,
    });
    expect(messageAuthenticatorIsValid(packetIn(packet), secretOf(Buffer.from(long)))).toBe(true);
  });

  it("does not change when the octets it came from are wiped", () => {
    const octetsOfSecret = Buffer.from("testing123");
    const secret = secretOf(octetsOfSecret);
    octetsOfSecret.fill(0);
    expect(Buffer.from(secret.octets).toString()).toBe("testing123");
  });
});
