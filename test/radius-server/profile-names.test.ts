import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionLimits } from "#access/admission/limits";
import { issueGrant } from "#access/grant/issue";
import type { LiveSession } from "#access/session/packed";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import { changeAttributes } from "#radius-server/change/plan";
import { limitAttributes } from "#radius-server/limit-attributes";
import { CODE } from "#radius-server/protocol/codes";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, reply, request } from "#radius-server/protocol/write";
import { type Gateway, gateway, loginRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";
import { nasWith } from "./nas.ts";
import { datagram, packetIn } from "./protocol/datagrams.ts";

/** Names in two scripts, of one octet and of the most that fit in a vendor's attribute. */
const NAMES = { full: "K", slow: "Khách chậm", "government-only": "ữ".repeat(82) };
const PROFILES = ["full", "slow", "government-only"] as const;

const FILTER_ID = [11] as const;

/** The attribute that names a role or filter: its type, or vendor and type. */
const NAMED_IN: Readonly<Partial<Record<NasKind, readonly [number] | readonly [number, number]>>> = {
  coovachilli: FILTER_ID,
  mikrotik: FILTER_ID,
  "aruba-instant": [14_823, 1],
  "aruba-controller": [14_823, 1],
  "cisco-wlc": [14_179, 6],
  "cisco-catalyst": FILTER_ID,
  meraki: FILTER_ID,
  "ruckus-zonedirector": [25_053, 1],
  "ruckus-smartzone": [25_053, 1],
  fortinet: [12_356, 1],
  huawei: FILTER_ID,
  h3c: [25_506, 140],
  ruijie: FILTER_ID,
  generic: FILTER_ID,
};

/** An attribute as RFC 2865 sections 5 and 5.26 lay it out. */
const octetsOf = (kind: NasKind, name: string): Buffer => {
  const [first = 0, type] = NAMED_IN[kind] ?? [];
  const text = Buffer.from(name);
  if (type === undefined) return Buffer.from([first, text.length + 2, ...text]);
  const vendor = Buffer.alloc(4);
  vendor.writeUInt32BE(first);
  return Buffer.from([26, text.length + 8, ...vendor, type, text.length + 2, ...text]);
};

const LIMITS: Omit<SessionLimits, "profile"> = {
  sessionTimeout: 3_600,
  idleTimeout: 600,
  totalOctets: 10_000_000_000,
  downKbps: 4_000,
  upKbps: 1_000,
  interimSeconds: 300,
};

const SESSION = { nasSessionId: "80000001", startedAt: 0, seconds: 600, up: 0, down: 0 } as LiveSession; // what a change reads of one

const secret = secretOf("testing123");

const accept = (attributes: readonly Attribute[]): Buffer =>
  Buffer.from(reply(packetIn(datagram(1)), CODE["Access-Accept"], attributes, secret) ?? []);

const change = (attributes: readonly Attribute[]): Buffer =>
  Buffer.from(request(CODE["CoA-Request"], 1, attributes, secret));

const NAMING = NAS_KINDS.filter((kind) => VENDORS[kind].naming.attribute !== null);

describe("the families that name a role or a filter", () => {
  it("are those whose attribute is known here", () => {
    expect(NAMING.toSorted()).toEqual(Object.keys(NAMED_IN).toSorted());
  });
});

describe.each(NAMING)("the name an operator chose, said to %s", (kind) => {
  const nas = nasWith({ kind, profileNames: NAMES });

  it.each(PROFILES)("stands in the Access-Accept of a session that is %s, octet by octet", (profile) => {
    const sent = accept(limitAttributes(nas, { ...LIMITS, profile }));
    for (const each of PROFILES)
      expect(sent.includes(octetsOf(kind, NAMES[each])), each).toBe(each === profile);
  });
});

describe.each(NAMING.filter((kind) => VENDORS[kind].coa.means === "coa"))("a CoA-Request to %s", (kind) => {
  const nas = nasWith({ kind, profileNames: NAMES });

  it.each(PROFILES)("holds the name of a %s session, octet by octet, where it changes names", (profile) => {
    const sent = change(changeAttributes(nas, SESSION, { ...LIMITS, profile }, ["acct-session-id"], 600_000));
    const isChanged = VENDORS[kind].coa.changes.includes("profile");
    expect(sent.includes(octetsOf(kind, NAMES[profile]))).toBe(isChanged);
  });
});

describe.each(NAS_KINDS.filter((kind) => !NAMING.includes(kind)))("a name said to %s", (kind) => {
  it("is left out, for it has no roles", () => {
    const limits = { ...LIMITS, profile: "government-only" } as const;
    const plain = limitAttributes(nasWith({ kind }), limits);
    expect(limitAttributes(nasWith({ kind, profileNames: NAMES }), limits)).toEqual(plain);
  });
});

describe("a login where the operator calls an ordinary session's role otherwise", () => {
  let home: House;
  let nas: Gateway;
  beforeAll(async () => {
    home = await house({ nas: { kind: "aruba-instant", profileNames: { full: "Khách" } } });
    nas = await gateway(home.nas);
  });
  afterAll(async () => {
    nas.close();
    await home.close();
  });

  it("is answered with that role", async () => {
    const mac = "aa:bb:cc:dd:ee:01";
    const subscriberId = await home.enrol();
    const wish = { subscriberId, nas: home.nas, mac, clientIp: null, nasSessionId: null };
    const granted = await issueGrant(home.world, wish);
    if (granted.kind === "refused") throw new Error(granted.code);
    const said = await nas.ask(home.radius.authPort, loginRequest(home.nas, { ...granted, mac }));
    expect(said.code).toBe(CODE["Access-Accept"]);
    expect(Buffer.from(said.vendor(14_823, 1) ?? []).toString()).toBe("Khách");
  });
});
