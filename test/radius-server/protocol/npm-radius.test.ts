import { randomBytes } from "node:crypto";
import radius from "radius";
import { describe, expect, it } from "vitest";
import { CODE } from "#radius-server/protocol/codes";
import { hidePassword, userPassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { accountingRequestIsAuthentic, messageAuthenticatorState } from "#radius-server/protocol/verify";
import { octets, reply, request, text, u32, vendorU32 } from "#radius-server/protocol/write";
import { packetIn } from "./datagrams.ts";

const SECRET = "a shared secret";
const secret = secretOf(SECRET);

describe("the npm package radius, a codec by other people", () => {
  it("writes an Access-Request that we find authentic and read alike", () => {
    const datagram = radius.encode({
      code: "Access-Request",
      secret: SECRET,
      identifier: 12,
      attributes: [
        ["User-Name", "w-0123456789ab"],
        ["User-Password", "a password of more than sixteen octets"],
        ["NAS-Port", 77],
      ],
      add_message_authenticator: true,
    });
    const packet = packetIn(datagram);
    expect(messageAuthenticatorState(packet, secret)).toBe("valid");
    expect([packet.code, packet.identifier, packet.text(1), packet.u32(5)]).toEqual([
      1,
      12,
      "w-0123456789ab",
      77,
    ]);
    expect(Buffer.from(userPassword(packet, secret)!).toString()).toBe(
      "a password of more than sixteen octets",
    );
  });

  it("writes an Accounting-Request that we find authentic and read alike", () => {
    const datagram = radius.encode({
      code: "Accounting-Request",
      secret: SECRET,
      attributes: [
        ["Acct-Status-Type", "Interim-Update"],
        ["Acct-Session-Id", "80000001"],
        ["Acct-Input-Octets", 4_294_967_295],
      ],
    });
    const packet = packetIn(datagram);
    expect(accountingRequestIsAuthentic(packet, secret)).toBe(true);
    expect(accountingRequestIsAuthentic(packet, secretOf("another"))).toBe(false);
    expect([packet.u32(40), packet.text(44), packet.u32(42)]).toEqual([3, "80000001", 4_294_967_295]);
  });

  it("reads our Access-Request, its password included", () => {
    const requestAuthenticator = randomBytes(16);
    const hidden = hidePassword(Buffer.from("0123456789abcdef"), secret, requestAuthenticator);
    const ours = request(
      CODE["Access-Request"],
      200,
      [text(1, "w-0123456789ab"), octets(2, hidden), vendorU32(14122, 7, 1_000_000)],
      secret,
      { requestAuthenticator },
    );
    const decoded = radius.decode({ packet: Buffer.from(ours), secret: SECRET });
    expect(decoded).toMatchObject({ code: "Access-Request", identifier: 200 });
    expect(decoded.attributes).toMatchObject({
      "User-Name": "w-0123456789ab",
      "User-Password": "0123456789abcdef",
    });
  });

  it("accepts our replies to its requests", () => {
    const asked = radius.encode({
      code: "Access-Request",
      secret: SECRET,
      attributes: [
        ["User-Name", "bob"],
        ["Proxy-State", Buffer.from("hop")],
      ],
      add_message_authenticator: true,
    });
    const response = Buffer.from(reply(packetIn(asked), 2, [u32(27, 3600)], secret)!);
    expect(radius.verify_response({ request: asked, response, secret: SECRET })).toBe(true);
    const decoded = radius.decode({ packet: response, secret: SECRET });
    expect(decoded.attributes).toMatchObject({ "Session-Timeout": 3600, "Proxy-State": Buffer.from("hop") });
  });

  it("accepts our Accounting-Response and reads our CoA-Request", () => {
    const asked = radius.encode({ code: "Accounting-Request", secret: SECRET, attributes: [] });
    const response = Buffer.from(reply(packetIn(asked), 5, [], secret)!);
    expect(radius.verify_response({ request: asked, response, secret: SECRET })).toBe(true);
    const ours = Buffer.from(request(CODE["CoA-Request"], 4, [text(44, "80000001")], secret));
    expect(radius.decode({ packet: ours, secret: SECRET }).attributes).toMatchObject({
      "Acct-Session-Id": "80000001",
    });
  });
});
