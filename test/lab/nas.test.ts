import { describe, expect, it } from "vitest";
import { associate } from "#lab/nas/association";
import { accessRequest, decoded } from "#lab/nas/codec";
import { laidOver, limitsOf, UNLIMITED } from "#lab/nas/limits";
import { PERSONALITIES } from "#lab/nas/personality";
import { accessAttributes, reportAttributes } from "#lab/nas/reports";
import { type Accepted, openSession } from "#lab/nas/session";
import { isAccessReplyTo, isChangeRequest } from "#lab/nas/verify";
import { parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { messageAuthenticatorState } from "#radius-server/protocol/verify";
import { fakeClock } from "../setup/clock.ts";
import { pretendNas } from "./pretend.ts";

const DISCONNECT =
  "2809003df68cc2ce0ee01bf8afdfefe3148631fb0107746f6b2d312c0a38303030303030313706660000005012050f40ef4209bbcb9da2c02e5c0f203a";
const COA =
  "2b0a0061d56270e344ed7e4680aa0320fe805b3b0107746f6b2d312c0a38303030303030311b06000007081c06000002581a0c0000372a0706000f42401a0c0000372a0806003d09003706660000005012d7b37d64121869e14aed3fed6f2969fd";

const ACCEPTED: Accepted = {
  userName: "w-1",
  classes: [Buffer.from("c1")],
  limits: UNLIMITED,
  attributes: {},
};
const MEGA = 1_000_000;

describe("a change of authorization (RFC 5176 section 2.3)", () => {
  it.each([DISCONNECT, COA])("is taken when authentic", (hex) => {
    expect(isChangeRequest(Buffer.from(hex, "hex"), "testing123")).toBe(true);
  });

  it.each([DISCONNECT, COA])("is not taken with another secret, or with any octet changed", (hex) => {
    expect(isChangeRequest(Buffer.from(hex, "hex"), "testing124")).toBe(false);
    const packet = Buffer.from(hex, "hex");
    for (let at = 0; at < packet.length; at += 1) {
      const changed = Buffer.from(packet);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(isChangeRequest(changed, "testing123")).toBe(false);
    }
  });

  it("names its limits", () => {
    const packet = decoded(Buffer.from(COA, "hex"));
    expect(packet && limitsOf(packet)).toEqual({
      ...UNLIMITED,
      sessionTimeout: 1800,
      idleTimeout: 600,
      upKbps: 1000,
      downKbps: 4000,
    });
  });

  it("leaves a MikroTik's other limits, and keeps what it does not name", () => {
    expect(laidOver({ ...UNLIMITED, totalOctets: 5, upKbps: 9 }, { ...UNLIMITED, upKbps: 1 })).toEqual({
      ...UNLIMITED,
      totalOctets: 5,
      upKbps: 1,
    });
  });
});

describe("an Access-Request of the lab", () => {
  const nas = pretendNas("generic");
  const request = accessRequest(
    7,
    nas.secret,
    accessAttributes(associate(nas, "02aabbccdd01"), {
      kind: "pap",
      userName: "w-1",
      password: "p".repeat(16),
    }),
  );

  it("carries a Message-Authenticator the server's own codec finds valid", () => {
    const packet = parse(request);
    if ("malformed" in packet) throw new Error(packet.malformed);
    expect(messageAuthenticatorState(packet, secretOf(nas.secret))).toBe("valid");
  });

  it("does not take a reply without a Message-Authenticator for authentic (CVE-2024-3596)", () => {
    expect(
      isAccessReplyTo(Buffer.from("0207001400000000000000000000000000000000", "hex"), request, nas.secret),
    ).toBe(false);
  });
});

describe("a report of CoovaChilli", () => {
  it("says Input for what the person received, and says that it does", () => {
    const report = {
      status: "Interim-Update" as const,
      userName: "w-1",
      classes: [],
      totals: { up: 5, down: 2 ** 32 + 7, seconds: 60 },
      at: 0,
      cause: null,
    };
    const attributes = new Map(
      reportAttributes(associate(pretendNas("coovachilli"), "02aabbccdd01"), report).map(([name, value]) => [
        name,
        value,
      ]),
    );
    expect(attributes.get("Acct-Input-Octets")).toBe(7);
    expect(attributes.get("Acct-Input-Gigawords")).toBe(1);
    expect(attributes.get("Acct-Output-Octets")).toBe(5);
  });
});

describe("a report of an access point that swaps octets", () => {
  it.each(["coovachilli", "uspot", "mikrotik", "generic"] as const)(
    "says Input for what the person received, and not that it does, at a %s NAS too",
    (kind) => {
      const report = {
        status: "Interim-Update" as const,
        userName: "w-1",
        classes: [],
        totals: { up: 5, down: 7, seconds: 60 },
        at: 0,
        cause: null,
      };
      const association = associate(pretendNas(kind), "02aabbccdd01");
      const attributes = reportAttributes(association, report, PERSONALITIES["swapped-octets"]);
      const said = new Map(attributes.map(([name, value]) => [name, value]));
      expect([said.get("Acct-Input-Octets"), said.get("Acct-Output-Octets")]).toEqual([7, 5]);
      expect(said.has("Vendor-Specific")).toBe(false);
    },
  );
});

describe("a session at a pretend NAS", () => {
  const open = (limits: Partial<Accepted["limits"]>, acknowledge = true) => {
    const clock = fakeClock();
    const sent: string[] = [];
    const session = openSession(
      associate(pretendNas("mikrotik"), "02aabbccdd01"),
      { ...ACCEPTED, limits: { ...UNLIMITED, ...limits } },
      clock.now,
      async (_association, { status, totals, cause }) => {
        sent.push(`${status} ${totals.up}/${totals.down}/${totals.seconds}${cause ? ` ${cause}` : ""}`);
        return acknowledge;
      },
    );
    return { session, clock, sent };
  };

  it("lets no octet pass beyond its volume, and stops", async () => {
    const { session, sent } = open({ totalOctets: 3 * MEGA });
    await session.report(); // the Start was on its way
    session.pass({ up: 0, down: 2 * MEGA });
    await session.report();
    session.pass({ up: MEGA, down: 3 * MEGA });
    await session.end("User-Request");
    expect(sent).toEqual([
      "Start 0/0/0",
      "Interim-Update 0/2000000/0",
      "Stop 250000/2750000/0 Session-Timeout",
    ]);
    expect(session.standing().acknowledged).toEqual({ up: 250_000, down: 2_750_000, seconds: 0 });
  });

  it("ends when its time is over", async () => {
    const { session, clock, sent } = open({ sessionTimeout: 60 });
    clock.advance(60);
    session.pass({ up: 1, down: 1 });
    await session.end("User-Request");
    expect(sent.at(-1)).toBe("Stop 1/1/60 Session-Timeout");
  });

  it("claims nothing as acknowledged that was not", async () => {
    const { session } = open({}, false);
    session.pass({ up: 1, down: 1 });
    await session.end("User-Request");
    expect(session.standing()).toMatchObject({ acknowledged: { up: 0, down: 0 }, sent: { up: 1, down: 1 } });
  });
});
