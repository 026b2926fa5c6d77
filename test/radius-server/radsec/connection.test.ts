import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { givePsk, takePsk } from "#access/nas/radsec-store";
import { setEnabled } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { octets, request, text } from "#radius-server/protocol/write";
import { gateway, loginRequest, reportRequest } from "../gateway.ts";
import { attribute, datagram, spoiled } from "../protocol/datagrams.ts";
import { byKey } from "./client.ts";
import { IDENTITY, type RadsecHome, radsecHome, statusServer } from "./home.ts";

let home: RadsecHome;
beforeAll(async () => {
  home = await radsecHome();
});
afterAll(() => home.close());

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };

const MAC = "aa:bb:cc:dd:ee:01";

const grantFor = async (nasSessionId: string) => {
  const { world, nas } = home;
  const subscriberId = await home.enrol();
  const grant = await issueGrant(world, { subscriberId, nas, mac: MAC, clientIp: null, nasSessionId });
  if (grant.kind === "refused") throw new Error(grant.code);
  return { ...grant, subscriberId, mac: MAC, nasSessionId };
};

describe("one RadSec connection", () => {
  it("carries a login, its reports and the watchdog; the session reaches PostgreSQL", async () => {
    const { world } = home;
    const nas = await home.connect();
    const grant = await grantFor("90000001");
    const accept = await nas.ask(loginRequest(home.nasOverTls, grant));
    expect(accept.code).toBe(CODE["Access-Accept"]);
    // radiusdtls-bis: still sent, so that proxies keep the habit
    expect(accept.messageAuthenticatorAt).toBe(22);
    const classes = accept.all(ATTRIBUTE["Class"]);
    const report = (status: "Start" | "Stop", more: object) =>
      reportRequest(home.nasOverTls, { status, nasSessionId: grant.nasSessionId, classes, ...more });
    expect((await nas.ask(report("Start", {}))).code).toBe(CODE["Accounting-Response"]);
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    const stop = report("Stop", { up: 1_000_000, down: 70, seconds: 60 });
    expect((await nas.ask(stop)).code).toBe(CODE["Accounting-Response"]);
    await nas.close();
    await expect
      .poll(
        () =>
          world
            .database("sessions")
            .where({ subscriber_id: grant.subscriberId })
            .select("up", "down", "seconds", "nas_id"),
        SOON,
      )
      .toEqual([{ up: 1_000_000, down: 70, seconds: 60, nas_id: home.nas.id }]);
  });

  it("answers a repeat as the first time, so that a grant is not lost by it (RFC 5080 section 2.2.2)", async () => {
    const nas = await home.connect();
    const login = loginRequest(home.nasOverTls, await grantFor("90000002"));
    const first = await nas.ask(login);
    const again = await nas.ask(login);
    expect(again.code).toBe(CODE["Access-Accept"]);
    expect(Buffer.from(again.raw)).toEqual(Buffer.from(first.raw));
    await nas.close();
  });

  it("takes a login without Message-Authenticator from a NAS that must have one over UDP", async () => {
    const nas = await home.connect();
    const { loginId, password } = await grantFor("90000003");
    const requestAuthenticator = randomBytes(16);
    const secret = secretOf("radsec");
    const login = request(
      CODE["Access-Request"],
      9,
      [
        text(ATTRIBUTE["User-Name"], loginId),
        octets(ATTRIBUTE["User-Password"], hidePassword(Buffer.from(password), secret, requestAuthenticator)),
        octets(ATTRIBUTE["Proxy-State"], Buffer.of(1)),
      ],
      secret,
      { requestAuthenticator, messageAuthenticator: "absent" },
    );
    expect(home.nas.messageAuthenticator).toBe("require");
    expect((await nas.ask(login)).code).toBe(CODE["Access-Accept"]);
    await nas.close();
  });

  it("answers hundreds of packets sent in one write", async () => {
    const nas = await home.connect();
    const identifiers = Array.from({ length: 250 }, (_, index) => index);
    const answers = await Promise.all(identifiers.map((identifier) => nas.ask(statusServer(identifier))));
    expect(new Set(answers.map(({ identifier }) => identifier)).size).toBe(250);
    await nas.close();
  });
});

const signed = (attributes: readonly Uint8Array[] = []): Buffer =>
  datagram(CODE["Access-Request"], [attribute(1, "w-nobody"), ...attributes], {
    authenticator: randomBytes(16),
  });

const report = (): Uint8Array =>
  reportRequest(home.nasOverTls, { status: "Start", nasSessionId: "90000009" });

describe("a packet after which nothing can be trusted closes the connection", () => {
  it.each<[string, string, () => Uint8Array]>([
    ["length-below-20", "Length 19 (row 2)", () => datagram(1, [], { length: 19 })],
    ["too-long", "Length 4,097 (row 5)", () => datagram(1, [], { length: 4_097 })],
    ["too-long", "Length 4,096 in accounting (row 5)", () => datagram(4, [], { length: 4_096 })],
    ["too-long", "an unknown code beyond 4,096", () => datagram(200, [], { length: 60_000 })],
    ["attribute-length", "an attribute of length 0 (row 11)", () => signed([Buffer.of(24, 0)])],
    ["attribute-length", "an attribute of length 1 (row 11)", () => signed([Buffer.of(24, 1)])],
    ["attribute-overrun", "an attribute beyond the packet (row 12)", () => signed([Buffer.of(24, 40, 1)])],
    ["attribute-overrun", "one stray octet (row 12)", () => signed([Buffer.of(24)])],
    ["message-authenticator-wrong", "a wrong Message-Authenticator", () => spoiled(statusServer(), 24)],
    ["message-authenticator-placeholder", "an empty one", () => signed([attribute(80, new Uint8Array(16))])],
    ["message-authenticator-length", "a short one", () => signed([attribute(80, "short")])],
    ["request-authenticator-wrong", "a wrong Request Authenticator", () => spoiled(report(), 5)],
    [
      "request-authenticator-wrong",
      "a report signed with the secret of UDP (RFC 6614 section 2.3)",
      () => reportRequest(home.nas, { status: "Start", nasSessionId: "90000009" }),
    ],
  ])("%s: %s", async (reason, _, wrong) => {
    const before = await home.counted(reason, home.nas.id);
    const nas = await home.connect();
    const first = await nas.ask(statusServer());
    nas.write(wrong());
    const after = nas.ask(statusServer(1));
    await expect(after).rejects.toThrow("the server closed");
    await nas.closed;
    expect(first.code).toBe(CODE["Access-Accept"]);
    expect(await home.counted(reason, home.nas.id)).toBe(before + 1);
  });
});

describe("a packet that is only unwanted is dropped, and the connection stays", () => {
  it.each<[string, string, () => Uint8Array]>([
    ["unknown-code", "code 53 (row 6)", () => datagram(53)],
    ["code-not-asked", "an Access-Accept (row 7)", () => datagram(2)],
    ["code-not-asked", "a Disconnect-Request (row 9)", () => datagram(40)],
    ["attribute-type-zero", "an attribute of type 0 (row 13)", () => signed([attribute(0, "x")])],
    [
      "too-many-attributes",
      "201 attributes (row 14)",
      () => signed(Array.from({ length: 200 }, () => Buffer.of(24, 2))),
    ],
    ["credential-missing", "no credential at all (row 28)", () => signed()],
    ["eap-unsigned", "EAP without Message-Authenticator (row 24)", () => signed([attribute(79, "eap")])],
    [
      "proxy-loop",
      "eleven proxies (row 51)",
      () => signed(Array.from({ length: 11 }, () => attribute(33, "p"))),
    ],
    [
      "nas-identifier-contradicts",
      "the NAS-Identifier of another NAS",
      () =>
        reportRequest(
          { ...home.nasOverTls, nasIdentifier: "gateway-2" },
          { status: "Start", nasSessionId: "9" },
        ),
    ],
  ])("%s: %s", async (reason, _, wrong) => {
    const before = await home.counted(reason, home.nas.id);
    const nas = await home.connect();
    nas.write(wrong());
    expect((await nas.ask(statusServer(1))).code).toBe(CODE["Access-Accept"]);
    expect(await home.counted(reason, home.nas.id)).toBe(before + 1);
    await nas.close();
  });
});

describe("a NAS that staff change while it is connected", () => {
  const told = () => announce(home.world.redis, { kind: "all" });

  /** Asks until the server has heard of the change and closes. */
  const isClosed = async (nas: Awaited<ReturnType<RadsecHome["connect"]>>): Promise<boolean> => {
    try {
      for (;;) await nas.ask(statusServer());
    } catch {
      return true;
    }
  };

  it("loses its connection with its next packet when its key is replaced", async () => {
    const { database } = home.world;
    const psk = await givePsk(home.world, database, home.secondId, "ap-second");
    await told();
    let nas: Awaited<ReturnType<RadsecHome["connect"]>> | undefined;
    await expect
      .poll(async () => {
        nas = await home.connect(byKey("ap-second", psk)).catch(() => undefined);
        return nas !== undefined;
      }, SOON)
      .toBe(true);
    await givePsk(home.world, database, home.secondId, "ap-second");
    await told();
    expect(await isClosed(nas!)).toBe(true);
    await takePsk(home.world, database, home.secondId);
    expect(await home.counted("radsec-identity-withdrawn", home.secondId)).toBe(1);
  });

  it("loses its connection when it is switched off, and gets none", async () => {
    const nas = await home.connect(home.pinned);
    await nas.ask(statusServer()).catch(() => undefined);
    await setEnabled(home.world.database, home.pinned.nasId, false);
    await told();
    expect(await isClosed(nas)).toBe(true);
    expect(await home.counted("nas-disabled", home.pinned.nasId)).toBe(1);
  });

  it("is not heard over UDP once RadSec is required of it (row 57)", async () => {
    const { world, radius, nas } = home;
    const udp = await gateway(nas);
    const over = await home.connect(byKey(IDENTITY, home.psk));
    const status = () =>
      request(CODE["Status-Server"], 77, [], secretOf(nas.secret), { requestAuthenticator: randomBytes(16) });
    expect((await udp.ask(radius.authPort, status())).code).toBe(CODE["Access-Accept"]);
    await world.database("nas").where({ id: nas.id }).update({ radsec_required: true });
    await told();
    await expect
      .poll(async () => {
        udp.socket.send(status(), radius.authPort, "127.0.0.1");
        return home.counted("radsec-required", nas.id);
      }, SOON)
      .toBeGreaterThan(0);
    expect((await over.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    await over.close();
    udp.close();
  });
});
