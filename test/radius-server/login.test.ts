import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Applicant, issueGrant } from "#access/grant/issue";
import { addNas, listNas } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { readPerson } from "#access/subscriber/live";
import { setStatus } from "#access/subscriber/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, octets, request, text } from "#radius-server/protocol/write";
import { type Gateway, gateway, loginRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";
import { md5 } from "./protocol/datagrams.ts";

const MAC = "aa:bb:cc:dd:ee:01";
const MB = 1_000_000;

let home: House;
let nas: Gateway;
let subscriberId: number;
beforeAll(async () => {
  home = await house({
    policy: {
      devices: 1,
      downKbps: 5_000,
      upKbps: 1_000,
      allowances: [{ of: "octets", per: "day", amount: MB }],
    },
  });
});
afterAll(() => home.close());
beforeEach(async () => {
  nas = await gateway(home.nas);
  subscriberId = await home.enrol();
});
afterEach(() => nas.close());

type Granted = { readonly loginId: string; readonly password: string };
const grant = async (more: Partial<Applicant> = {}): Promise<Granted> => {
  const applicant = { subscriberId, nas: home.nas, mac: MAC, clientIp: null, nasSessionId: null, ...more };
  const issued = await issueGrant(home.world, applicant);
  if (issued.kind === "refused") throw new Error(issued.code);
  return issued;
};
const ask = (datagram: Uint8Array): Promise<Packet> => nas.ask(home.radius.authPort, datagram);
const login = (granted: Granted, more: Partial<Parameters<typeof loginRequest>[1]> = {}): Promise<Packet> =>
  ask(loginRequest(home.nas, { ...granted, mac: MAC, ...more }));
/** An Access-Request whose credential the test makes. */
const requestWith = (
  loginId: string | undefined,
  credential: (authenticator: Uint8Array) => readonly Attribute[],
): Uint8Array => {
  const authenticator = randomBytes(16);
  return request(
    CODE["Access-Request"],
    77,
    [...(loginId === undefined ? [] : [text(ATTRIBUTE["User-Name"], loginId)]), ...credential(authenticator)],
    secretOf(home.nas.secret),
    { requestAuthenticator: authenticator },
  );
};
const chap = (password: string, challenge: Uint8Array): Attribute =>
  octets(
    ATTRIBUTE["CHAP-Password"],
    Buffer.concat([Buffer.of(9), md5(Buffer.of(9), Buffer.from(password), challenge)]),
  );

describe("a login with a fresh grant", () => {
  it("is accepted by PAP, with a Class and the plan's limits", async () => {
    const accept = await login(await grant());
    expect(accept.code).toBe(CODE["Access-Accept"]);
    expect(accept.text(ATTRIBUTE["Class"])).toMatch(/^h1\./);
    expect(accept.u32(ATTRIBUTE["Acct-Interim-Interval"])).toBeGreaterThanOrEqual(60);
    expect(accept.vendorU32(14122, 8)).toBe(5_000_000);
    expect(accept.vendorU32(14122, 7)).toBe(1_000_000);
  });

  it("is accepted by CHAP, the challenge being the Request Authenticator (RFC 2865 section 5.3)", async () => {
    const { loginId, password } = await grant();
    const reply = await ask(requestWith(loginId, (authenticator) => [chap(password, authenticator)]));
    expect(reply.code).toBe(CODE["Access-Accept"]);
  });

  it("is accepted by CHAP with a challenge of its own", async () => {
    const { loginId, password } = await grant();
    const challenge = randomBytes(16);
    const reply = await ask(
      requestWith(loginId, () => [chap(password, challenge), octets(ATTRIBUTE["CHAP-Challenge"], challenge)]),
    );
    expect(reply.code).toBe(CODE["Access-Accept"]);
  });

  it("is accepted without any word of the device", async () => {
    const { loginId, password } = await grant();
    expect((await ask(loginRequest(home.nas, { loginId, password }))).code).toBe(CODE["Access-Accept"]);
  });
});

describe("every reply to a login", () => {
  it("carries its Message-Authenticator first (CVE-2024-3596)", async () => {
    const granted = await grant();
    const accept = await login(granted);
    const reject = await login(granted);
    expect([accept.code, reject.code]).toEqual([CODE["Access-Accept"], CODE["Access-Reject"]]);
    for (const reply of [accept, reject]) expect(reply.raw[20]).toBe(ATTRIBUTE["Message-Authenticator"]);
  });

  it("is the first one octet for octet when the request is repeated, and one session is opened", async () => {
    const { redis } = home.world;
    const datagram = loginRequest(home.nas, { ...(await grant()), mac: MAC });
    const before = await home.world.redis.keys("*:x:*");
    const first = await ask(datagram);
    const repeats = [await ask(datagram), await ask(datagram), await ask(datagram)];
    for (const repeat of repeats) expect(Buffer.from(repeat.raw).equals(Buffer.from(first.raw))).toBe(true);
    expect(await redis.keys("*:x:*")).toHaveLength(before.length + 1);
  });

  it("returns every Proxy-State unchanged and in order (RFC 2865 section 5.33)", async () => {
    const states = ["one", "two", "three"].map((state) => text(ATTRIBUTE["Proxy-State"], state));
    const accept = await login(await grant(), { more: states });
    expect(accept.all(ATTRIBUTE["Proxy-State"]).map((state) => Buffer.from(state).toString())).toEqual([
      "one",
      "two",
      "three",
    ]);
  });
});

describe("a login is rejected", () => {
  const reasonOf = async (reply: Promise<Packet>): Promise<string | undefined> => {
    const packet = await reply;
    expect(packet.code).toBe(CODE["Access-Reject"]);
    expect(packet.count(ATTRIBUTE["Class"])).toBe(0);
    return packet.text(ATTRIBUTE["Reply-Message"]);
  };

  it("when nobody issued its grant, whatever it is called", async () => {
    for (const loginId of ["w-000000000000", "admin", "ü", "w-", `w-${"0".repeat(200)}`])
      expect(await reasonOf(login({ loginId, password: "0123456789abcdef" }))).toBe("grant_unknown");
  });

  it("when its grant was used", async () => {
    const granted = await grant();
    await login(granted);
    expect(await reasonOf(login(granted))).toBe("grant_used");
  });

  it("when its password is wrong, however it is wrong (rows 30 to 33)", async () => {
    const { loginId, password } = await grant();
    expect(await reasonOf(login({ loginId, password: `${password.slice(1)}x` }))).toBe("password_wrong");
    expect(await reasonOf(login({ loginId, password: "" }))).toBe("password_wrong");
    expect(await reasonOf(login({ loginId, password: `${password}\0x` }))).toBe("password_wrong");
    const pap = (length: number) => () => [octets(ATTRIBUTE["User-Password"], Buffer.alloc(length))];
    for (const length of [1, 15, 17, 144])
      expect(await reasonOf(ask(requestWith(loginId, pap(length))))).toBe("password_wrong");
    const short = () => [octets(ATTRIBUTE["CHAP-Password"], Buffer.alloc(16))];
    expect(await reasonOf(ask(requestWith(loginId, short)))).toBe("password_wrong");
    const tooShort = () => [chap(password, Buffer.from("1234")), text(ATTRIBUTE["CHAP-Challenge"], "1234")];
    expect(await reasonOf(ask(requestWith(loginId, tooShort)))).toBe("password_wrong");
    expect((await login({ loginId, password })).code).toBe(CODE["Access-Accept"]);
  });

  it("when another NAS asks than the one the grant is for", async () => {
    const { world } = home;
    const { id } = await addNas(world, world.database, {
      siteId: home.nas.siteId,
      name: "Elsewhere",
      kind: "generic",
      addresses: ["127.0.0.9"],
    });
    const elsewhere = (await listNas(world)).find((each) => each.id === id)!;
    expect(await reasonOf(login(await grant({ nas: elsewhere })))).toBe("other_nas");
  });

  it("when another device asks, in whatever spelling", async () => {
    const granted = await grant();
    expect(await reasonOf(login(granted, { mac: "AA-BB-CC-DD-EE-02" }))).toBe("other_device");
    expect((await login(granted, { mac: "AA-BB-CC-DD-EE-01" })).code).toBe(CODE["Access-Accept"]);
  });

  it("when another address asks", async () => {
    const granted = await grant({ clientIp: "10.1.2.3" });
    const from = (...address: number[]) => ({
      more: [octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.from(address))],
    });
    expect(await reasonOf(login(granted, from(10, 1, 2, 4)))).toBe("other_address");
    expect((await login(granted, from(10, 1, 2, 3))).code).toBe(CODE["Access-Accept"]);
  });

  it("when it is EAP, which is not spoken here yet", async () => {
    const { loginId } = await grant();
    const eap = () => [octets(ATTRIBUTE["EAP-Message"], Buffer.of(2, 1, 0, 5, 1))];
    expect(await reasonOf(ask(requestWith(loginId, eap)))).toBe("eap_unsupported");
  });

  it("without User-Name, or with two (rows 37 and 38)", async () => {
    const { loginId, password } = await grant();
    const pap = (authenticator: Uint8Array) => [
      octets(
        ATTRIBUTE["User-Password"],
        hidePassword(Buffer.from(password), secretOf(home.nas.secret), authenticator),
      ),
    ];
    expect(await reasonOf(ask(requestWith(undefined, pap)))).toBe("user_name_missing");
    const twice = (authenticator: Uint8Array) => [
      text(ATTRIBUTE["User-Name"], loginId),
      ...pap(authenticator),
    ];
    expect(await reasonOf(ask(requestWith(loginId, twice)))).toBe("user_name_missing");
  });

  it("when the person was blocked after the grant was made", async () => {
    const { world } = home;
    const granted = await grant();
    await setStatus(world.database, subscriberId, "blocked", null);
    await announce(world.redis, { kind: "subscriber", id: subscriberId });
    await expect.poll(async () => (await readPerson(world.redis, subscriberId))?.status).toBe("blocked");
    expect(await reasonOf(login(granted))).toBe("blocked");
  });

  it("when the person's other devices take all room by the time it comes", async () => {
    const [first, second] = [await grant(), await grant({ mac: "aa:bb:cc:dd:ee:02" })];
    expect((await login(first)).code).toBe(CODE["Access-Accept"]);
    expect(await reasonOf(login(second, { mac: "aa:bb:cc:dd:ee:02" }))).toBe("too_many_devices");
  });
});

describe("the record of logins", () => {
  it("has what came of each, so that staff can say why", async () => {
    const granted = await grant();
    await login({ ...granted, password: "wrong" });
    await login(granted);
    await login(granted);
    const outcomes = () =>
      home.world
        .database("traces")
        .where({ subscriber_id: subscriberId })
        .orderBy("entry")
        .select("outcome", "mac", "nas_id");
    await expect
      .poll(outcomes)
      .toEqual(
        ["password_wrong", "ok", "grant_used"].map((outcome) => ({ outcome, mac: MAC, nas_id: home.nas.id })),
      );
  });
});
