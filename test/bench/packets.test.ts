import { describe, expect, it } from "vitest";
import { tagOfLoginId } from "#access/grant/live";
import { tagOf } from "#access/redis/keys";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { userPassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import { accountingRequestIsAuthentic, messageAuthenticatorState } from "#radius-server/protocol/verify";
import { keepTicket, packetOf } from "../../bench/generator/packets.ts";
import type { Kind, Session } from "../../bench/generator/session.ts";
import { sessionsOf } from "../../bench/generator/templates.ts";
import { grantOf, SECRET } from "../../bench/people.ts";

const secret = secretOf(SECRET);
const aim = { authPort: 1812, acctPort: 1813, by: "grant", subscribers: 100_000 } as const;
const TICKET = Buffer.from([ATTRIBUTE["Class"], 8, ...Buffer.from("ticket")]);

const session = (number = 7): Session => sessionsOf(aim, number, 1)[0]!;

const sent = (of: Session, kind: Kind, identifier = 1): Packet => {
  of.kind = kind;
  const packet = parse(packetOf(of, identifier));
  if ("malformed" in packet) throw new Error(packet.malformed);
  return packet;
};

describe("an Access-Request of the generator", () => {
  it("is signed, again under each identifier", () => {
    const login = session();
    for (const identifier of [0, 1, 255]) {
      const packet = sent(login, "login", identifier);
      expect(packet.identifier).toBe(identifier);
      expect(messageAuthenticatorState(packet, secret)).toBe("valid");
    }
  });

  it("names the person, the device and the NAS, and hides the password", () => {
    const packet = sent(session(), "login");
    const { userName, password, callingStationId, nas } = grantOf(7, aim.subscribers);
    expect(packet.text(ATTRIBUTE["User-Name"])).toBe(userName);
    expect(packet.text(ATTRIBUTE["Calling-Station-Id"])).toBe(callingStationId);
    expect(packet.text(ATTRIBUTE["NAS-Identifier"])).toBe(`bench-${nas}`);
    expect(Buffer.from(userPassword(packet, secret)!).toString()).toBe(password);
  });

  it("has chance of its own in each session", () => {
    const [one, other] = sessionsOf(aim, 1, 2);
    expect(sent(one!, "login").authenticator).not.toEqual(sent(other!, "login").authenticator);
  });
});

describe("an Accounting-Request of the generator", () => {
  it("is signed and says how far the session has come, beyond 2^32 octets", () => {
    const online = session();
    Object.assign(online, { seconds: 60, up: 3, down: 2 ** 32 + 5 });
    const packet = sent(online, "interim", 9);
    expect(accountingRequestIsAuthentic(packet, secret)).toBe(true);
    expect(packet.u32(ATTRIBUTE["Acct-Status-Type"])).toBe(STATUS_TYPE["Interim-Update"]);
    expect(packet.u32(ATTRIBUTE["Acct-Session-Time"])).toBe(60);
    expect(packet.u32(ATTRIBUTE["Acct-Input-Octets"])).toBe(3);
    expect(packet.u32(ATTRIBUTE["Acct-Output-Octets"])).toBe(5);
    expect(packet.u32(ATTRIBUTE["Acct-Output-Gigawords"])).toBe(1);
    expect(packet.u32(ATTRIBUTE["Event-Timestamp"])! - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(0);
  });

  it("carries the Class of the login from the first report to the last", () => {
    const online = session();
    keepTicket(online, TICKET);
    for (const kind of ["start", "interim", "stop"] as const) {
      const packet = sent(online, kind);
      expect(Buffer.from(packet.octets(ATTRIBUTE["Class"])!).toString()).toBe("ticket");
      expect(accountingRequestIsAuthentic(packet, secret)).toBe(true);
    }
  });

  it("says why a session ended in the last one alone", () => {
    const online = session();
    expect(sent(online, "interim").u32(ATTRIBUTE["Acct-Terminate-Cause"])).toBeUndefined();
    expect(sent(online, "stop").u32(ATTRIBUTE["Acct-Terminate-Cause"])).toBe(1);
  });
});

describe("the people of the generator", () => {
  it("have grants whose login id leads to their place in Redis", () => {
    for (const number of [1, 2, 63, 64, 99_999, 1_000_000]) {
      const { subscriberId, userName, password } = grantOf(number, 100_000);
      expect(tagOfLoginId(userName)).toBe(tagOf(subscriberId));
      expect(password).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    }
  });
});
