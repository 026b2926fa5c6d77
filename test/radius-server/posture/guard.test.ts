import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { listEvidence } from "#access/nas/evidence-store";
import type { Nas } from "#access/nas/nas";
import { setSignatures } from "#access/nas/posture-store";
import { addNas, listNas, rotateSecret } from "#access/nas/store";
import { listWaiting } from "#access/nas/waiting-store";
import { announce } from "#access/notice/live";
import { openObserver } from "#radius-server/posture/observer";
import { rateLimit } from "#radius-server/posture/rates";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, octets, request, text, u32 } from "#radius-server/protocol/write";
import { faultsByReason } from "../faults.ts";
import { gateway, loginRequest, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { probe } from "../probe.ts";
import { attribute, datagram, packetIn } from "../protocol/datagrams.ts";

const HOUR = 3_600;
let home: House;
beforeAll(async () => {
  home = await house({
    nas: { messageAuthenticator: "auto" },
    settings: { RADIUS_REJECT_DELAY_MS: 200 },
  });
});
afterAll(() => home.close());

const nasNow = async (id = home.nas.id): Promise<Nas> =>
  (await listNas(home.world)).find((nas) => nas.id === id) as Nas;

let identifier = 0;
/** Each its own: a request takes the place of one before it of the same identifier (RFC 5080 section 2.2.2). */
const nextIdentifier = (): number => {
  identifier = (identifier + 1) & 255;
  return identifier;
};

/** An Access-Request of nobody we let in. */
const login = (
  nas: Pick<Nas, "secret">,
  more: readonly Attribute[] = [],
  place: "first" | "absent" = "first",
): Uint8Array => {
  const requestAuthenticator = randomBytes(16);
  const secret = secretOf(nas.secret);
  const hidden = hidePassword(Buffer.from("nobody"), secret, requestAuthenticator);
  return request(
    CODE["Access-Request"],
    nextIdentifier(),
    [text(ATTRIBUTE["User-Name"], "nobody"), octets(ATTRIBUTE["User-Password"], hidden), ...more],
    secret,
    { requestAuthenticator, messageAuthenticator: place },
  );
};
const packetOf = (datagram: Uint8Array): Packet => parse(datagram) as Packet;

describe("a NAS whose Message-Authenticator is learned", () => {
  it("must sign from the twentieth signed login over an hour on, and is told to nobody to sign less", async () => {
    const { world, nas } = home;
    const observer = openObserver(world);
    const see = (place: "first" | "absent") =>
      observer.trusted(nas, packetOf(login(nas, [], place)), "current");
    see("absent");
    for (let index = 0; index < 19; index += 1) see("first");
    await observer.flush();
    expect((await nasNow()).messageAuthenticator).toBe("auto");
    world.clock.advance(HOUR);
    see("first");
    await observer.flush();
    expect((await nasNow()).messageAuthenticator).toBe("require");
    see("absent");
    await observer.close();
    expect((await nasNow()).messageAuthenticator).toBe("require");
    const [evidence] = await listEvidence(world.database);
    expect(evidence).toMatchObject({ nasId: nas.id, signed: 20, unsigned: 2, run: 0 });
    expect(evidence?.requiredAt).toBe(world.now());
  });

  it("is learned anew, not from what was seen before, when an operator says so", async () => {
    const { world, nas } = home;
    const observer = openObserver(world);
    await setSignatures(world.database, nas.id, { mode: "auto", omitsReplySignature: false }, world.now());
    observer.trusted(nas, packetOf(login(nas)), "current");
    await observer.close();
    expect((await nasNow()).messageAuthenticator).toBe("auto");
  });

  it("proves nothing by EAP, which must be signed anyway", async () => {
    const { world, nas } = home;
    const observer = openObserver(world);
    const [before] = await listEvidence(world.database);
    observer.trusted(
      nas,
      packetOf(login(nas, [octets(ATTRIBUTE["EAP-Message"], Buffer.alloc(5))])),
      "current",
    );
    await observer.close();
    expect(await listEvidence(world.database)).toEqual([before]);
  });

  it("keeps what it could not store, and stores it with the next", async () => {
    const { world, nas } = home;
    const observer = openObserver({ ...world, database: {} as typeof world.database });
    observer.trusted(nas, packetOf(login(nas)), "current");
    await expect(observer.flush()).rejects.toThrow();
    await expect(observer.flush()).rejects.toThrow();
  });
});

describe("a reject", () => {
  it("comes after its delay, and its repeat is answered by the same once", async () => {
    const { world, radius } = home;
    await setSignatures(
      world.database,
      home.nas.id,
      { mode: "require", omitsReplySignature: false },
      world.now(),
    );
    const line = await probe();
    const datagram = login(home.nas);
    const began = performance.now();
    const first = line.reply(datagram[1] as number);
    line.send(radius.authPort, datagram);
    line.send(radius.authPort, datagram);
    expect((await first)[0]).toBe(CODE["Access-Reject"]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
    const again = line.reply(datagram[1] as number);
    line.send(radius.authPort, datagram);
    await again;
    expect(line.received).toHaveLength(2);
    expect(line.received[1]).toEqual(line.received[0]);
    line.close();
  });

  it("delays neither an accept nor a Status-Server", async () => {
    const refused = login(home.nas);
    const identifier = nextIdentifier();
    const status = request(CODE["Status-Server"], identifier, [], secretOf(home.nas.secret), {
      requestAuthenticator: randomBytes(16),
    });
    const line = await probe();
    const answer = line.reply(identifier);
    const reject = line.reply(refused[1] as number);
    line.send(home.radius.authPort, refused);
    line.send(home.radius.authPort, status);
    expect((await answer)[0]).toBe(CODE["Access-Accept"]);
    expect(line.received).toHaveLength(1); // it overtook the reject
    expect((await reject)[0]).toBe(CODE["Access-Reject"]);
    line.close();
  });
});

describe("old gear that refuses a Message-Authenticator", () => {
  it("gets replies without one where an operator says so, and only there", async () => {
    const { world, radius, nas } = home;
    const through = await gateway(nas);
    expect((await through.ask(radius.authPort, login(nas))).hasMessageAuthenticator).toBe(true);
    await setSignatures(world.database, nas.id, { mode: "require", omitsReplySignature: true }, world.now());
    await announce(world.redis, { kind: "nas", id: nas.id });
    let reply = await through.ask(radius.authPort, login(nas));
    while (reply.hasMessageAuthenticator) reply = await through.ask(radius.authPort, login(nas));
    expect(reply.code).toBe(CODE["Access-Reject"]);
    await setSignatures(world.database, nas.id, { mode: "require", omitsReplySignature: false }, world.now());
    await announce(world.redis, { kind: "nas", id: nas.id });
    through.close();
  });
});

describe("somebody not registered", () => {
  it("waits to be registered, gets no answer, and is told apart by what it says", async () => {
    const { world, radius, database } = { ...home, database: home.world.database };
    await database("nas").update({ addresses: ["10.9.9.9/32"] });
    await announce(world.redis, { kind: "nas", id: home.nas.id });
    const line = await probe();
    const says = (name: string) => [
      text(ATTRIBUTE["NAS-Identifier"], name),
      text(ATTRIBUTE["Called-Station-Id"], "AA-BB-CC-00-00-01:Free"),
    ];
    let waiting = await listWaiting(database, 10);
    while (waiting.length < 2) {
      line.send(radius.authPort, login({ secret: "whatever" }, says("cho\u0007-dong-ha"), "absent"));
      line.send(radius.authPort, login({ secret: "whatever" }, says("ben-xe")));
      line.send(radius.authPort, randomBytes(40));
      await new Promise((resolve) => setImmediate(resolve));
      waiting = await listWaiting(database, 10);
    }
    const known = waiting.map(({ source, nasIdentifier, calledStation, code, signed }) => ({
      ...{ source, nasIdentifier, calledStation, code, signed },
    }));
    const from = { source: "127.0.0.1", calledStation: "aa:bb:cc:00:00:01", code: 1 };
    expect(known).toContainEqual({ ...from, nasIdentifier: "cho-dong-ha", signed: false });
    expect(known).toContainEqual({ ...from, nasIdentifier: "ben-xe", signed: true });
    expect(line.received).toEqual([]);
    expect((await faultsByReason(world))["nas-unknown"]).toBeGreaterThan(2);
    line.close();
  });
});

describe("what strangers say", () => {
  const evidenceBeside = async (knocks: readonly (readonly [source: string, name: string])[]) => {
    const own = await house({ withoutDrain: true, nas: { messageAuthenticator: "auto" } });
    const observer = openObserver(own.world);
    observer.trusted(own.nas, packetOf(login(own.nas)), "current");
    for (const [source, named] of knocks)
      observer.stranger(source, packetOf(login(own.nas, [text(ATTRIBUTE["NAS-Identifier"], named)])));
    await observer.flush();
    const { database } = own.world;
    const kept = [await listEvidence(database), await listWaiting(database, 10)] as const;
    await observer.close();
    await own.close();
    return kept;
  };

  it("keeps nobody's evidence from being stored where a name is cut within a character", async () => {
    const long = "a".repeat(99);
    const [evidence, waiting] = await evidenceBeside([
      ["192.0.2.1", `${long}😀`],
      ["192.0.2.1", `${long}🇻🇳`],
    ]);
    expect(evidence).toMatchObject([{ signed: 1 }]);
    expect(waiting.map(({ nasIdentifier }) => nasIdentifier).sort()).toEqual([`${long}🇻`, `${long}😀`]);
  });

  it("keeps nobody's evidence from being stored where it comes from a link-local address", async () => {
    const [evidence, waiting] = await evidenceBeside([
      ["fe80::1%eth0", "cho"],
      ["fe80::1%eth1", "cho"],
    ]);
    expect(evidence).toMatchObject([{ signed: 1 }]);
    expect(waiting).toMatchObject([{ source: "fe80::1", nasIdentifier: "cho", count: 2 }]);
  });
});

describe("NAS behind one address", () => {
  it("are found by name or by radio, proved by their secret, and let in from anywhere only so", async () => {
    const { world, radius } = home;
    const { database } = world;
    const add = (name: string, more: object) =>
      addNas(world, database, {
        siteId: home.nas.siteId,
        name,
        kind: "generic",
        addresses: ["0.0.0.0/0"],
        ...more,
      });
    const named = await add("Named", { nasIdentifier: "named" });
    const called = await add("Called", { calledStations: ["aa:bb:cc:00:00:02"] });
    await expect(
      setSignatures(database, named.id, { mode: "auto", omitsReplySignature: false }, world.now()),
    ).rejects.toMatchObject({ code: "nas_from_anywhere_unsigned" });
    await announce(world.redis, { kind: "nas", id: named.id });
    /** asks as a NAS does, again and again, until the server has read of it */
    const reject = async (secret: string, more: readonly Attribute[]): Promise<number> => {
      const through = await gateway({ secret });
      const datagram = login({ secret }, more);
      const again = setInterval(() => through.socket.send(datagram, radius.authPort, "127.0.0.1"), 100);
      const reply = await through.ask(radius.authPort, datagram);
      clearInterval(again);
      through.close();
      return reply.code;
    };
    expect(await reject(named.secret, [text(ATTRIBUTE["NAS-Identifier"], "named")])).toBe(3);
    expect(
      await reject(called.secret, [text(ATTRIBUTE["Called-Station-Id"], "AA-BB-CC-00-00-02:Free")]),
    ).toBe(3);
  });

  it("have their wrong secrets counted against the one that was named", async () => {
    const { world, radius } = home;
    const line = await probe();
    const named = (await listNas(world)).find(({ name }) => name === "Named") as Nas;
    const right = await gateway(named);
    line.send(radius.authPort, login({ secret: "wrong" }, [text(ATTRIBUTE["NAS-Identifier"], "named")]));
    await right.ask(radius.authPort, login(named, [text(ATTRIBUTE["NAS-Identifier"], "named")]));
    await faultsByReason(world);
    const counted = await world.database("nas_faults").where({ nas_id: named.id }).select("reason");
    expect(counted).toEqual([{ reason: "message-authenticator-wrong" }]);
    right.close();
    line.close();
  });
});

describe("a secret that is being replaced", () => {
  it("shows when the NAS last used the old one and the new one", async () => {
    const { world } = home;
    const graceUntil = world.now() + HOUR * 1000;
    await rotateSecret(world, world.database, { nasId: home.nas.id, graceUntil });
    const nas = await nasNow();
    const observer = openObserver(world);
    observer.trusted(nas, packetOf(login(nas)), "previous");
    await observer.flush();
    observer.trusted(nas, packetOf(login(nas, [], "absent")), "current");
    await observer.flush();
    const usedOf = async () => (await listEvidence(world.database)).find(({ nasId }) => nasId === nas.id);
    expect(await usedOf()).toMatchObject({ previousSecretAt: world.now(), currentSecretAt: null });
    observer.trusted(nas, packetOf(login(nas)), "current");
    await observer.close();
    expect(await usedOf()).toMatchObject({ currentSecretAt: world.now() });
  });
});

describe("a device that asks too often", () => {
  it("gets so many answers and then none, and is counted; a repeat is answered all the same", async () => {
    const strict = await house({ settings: { RADIUS_DEVICE_LOGINS: 3 } });
    const line = await probe();
    const often = [text(ATTRIBUTE["Calling-Station-Id"], "aa-bb-cc-dd-ee-01")];
    const other = [text(ATTRIBUTE["Calling-Station-Id"], "aa-bb-cc-dd-ee-02")];
    const send = async (datagram: Uint8Array): Promise<Buffer> => {
      const answer = line.reply(datagram[1] as number);
      line.send(strict.radius.authPort, datagram);
      return answer;
    };
    const first = login(strict.nas, often);
    for (const datagram of [first, login(strict.nas, often), login(strict.nas, often)]) await send(datagram);
    line.send(strict.radius.authPort, login(strict.nas, often));
    await send(login(strict.nas, other));
    await send(first);
    expect(line.received).toHaveLength(5);
    expect(await faultsByReason(strict.world)).toEqual({ "device-too-fast": 1 });
    line.close();
    await strict.close();
  });
});

describe("a device that asks too often, its address written otherwise each time", () => {
  it("is one device all the same", () => {
    const limit = rateLimit({ nasPerSecond: 0, deviceLoginsPerMinute: 3 });
    const ask = (named: string) =>
      limit(home.nas, packetOf(login(home.nas, [text(ATTRIBUTE["Calling-Station-Id"], named)])), 0);
    const forms = ["aa-bb-cc-dd-ee-01", "AA:BB:CC:DD:EE:01", "aabb.ccdd.ee01", "aabbccddee01"];
    expect(forms.map(ask)).toEqual([undefined, undefined, undefined, "device-too-fast"]);
    expect(ask("somebody")).toBeUndefined();
  });

  it("is nobody where the NAS leaves the address empty", () => {
    const limit = rateLimit({ nasPerSecond: 0, deviceLoginsPerMinute: 3 });
    const nameless = packetIn(datagram(CODE["Access-Request"], [attribute(31, "")]));
    const asked = Array.from({ length: 10 }, () => limit(home.nas, nameless, 0));
    expect(asked).toEqual(asked.map(() => undefined));
  });
});

describe("RADIUS over IPv6", () => {
  it("answers from a socket for both families, and from an IPv6 NAS", async () => {
    const six = await house({ settings: { RADIUS_HOST: "::" }, nas: { addresses: ["::1", "127.0.0.1"] } });
    const { nas, radius, world } = six;
    for (const family of ["::1", "127.0.0.1"]) {
      const through = await gateway(nas, family);
      const subscriberId = await six.enrol();
      const grant = await issueGrant(world, {
        subscriberId,
        nas,
        mac: null,
        clientIp: null,
        nasSessionId: null,
      });
      if (grant.kind === "refused") throw new Error(grant.code);
      const accept = await through.ask(radius.authPort, loginRequest(nas, grant));
      expect(accept.code).toBe(CODE["Access-Accept"]);
      through.close();
    }
    await six.close();
  });

  it("counts what an IPv4 NAS does wrong under its IPv4 address, whatever the socket calls it", async () => {
    const six = await house({ settings: { RADIUS_HOST: "::" }, withoutDrain: true });
    const line = await probe();
    const status = u32(ATTRIBUTE["Acct-Status-Type"], 99);
    line.send(
      six.radius.acctPort,
      request(CODE["Accounting-Request"], 1, [status], secretOf(six.nas.secret)),
    );
    line.send(
      six.radius.acctPort,
      reportRequest({ ...six.nas, secret: "wrong" }, { status: "Start", nasSessionId: "9" }),
    );
    await expect
      .poll(() => faultsByReason(six.world))
      .toEqual({ "status-type-unknown": 1, "request-authenticator-wrong": 1 });
    expect(await six.world.database("nas_faults").distinct("source")).toEqual([{ source: "127.0.0.1" }]);
    line.close();
    await six.close();
  });
});
