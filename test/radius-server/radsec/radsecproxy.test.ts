import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import type { ChangesBy } from "#access/nas/nas";
import { announce } from "#access/notice/live";
import { liveSessions } from "#access/session/live";
import { wishSession } from "#access/session/wish";
import type { CertificateWishes } from "./certificates.ts";
import { type RadsecHome, radsecHome } from "./home.ts";
import { missing, type RadsecProxy, startProxy } from "./proxy.ts";

const MAC = "AA-BB-CC-DD-EE-01";
const GOOD = { names: ["DNS:ap-1.wifi.example"] };

if (missing.length > 0) console.warn(`skipped: radsecproxy tests need ${missing.join(" and ")} (apt-get)`);

describe.skipIf(missing.length > 0)("an access point behind Debian's radsecproxy", () => {
  let home: RadsecHome;
  beforeAll(async () => {
    home = await radsecHome();
  });
  afterAll(() => home.close());

  let running: RadsecProxy | undefined;
  afterEach(() => running?.stop());
  const through = async (name: string, wishes: CertificateWishes): Promise<RadsecProxy> => {
    running = await startProxy(home.authority, home.radius.radsecPort, home.authority.issue(name, wishes));
    return running;
  };

  const loginLines = async (subscriberId: number, nasSessionId: string): Promise<readonly string[]> => {
    const applicant = { subscriberId, nas: home.nas, mac: "aa:bb:cc:dd:ee:01", clientIp: null, nasSessionId };
    const grant = await issueGrant(home.world, applicant);
    if (grant.kind === "refused") throw new Error(grant.code);
    return [
      `User-Name = "${grant.loginId}"`,
      `User-Password = "${grant.password}"`,
      `Calling-Station-Id = "${MAC}"`,
      'NAS-Identifier = "gateway-1"',
      `Acct-Session-Id = "${nasSessionId}"`,
    ];
  };

  const setChangesBy = async (way: ChangesBy): Promise<void> => {
    const { world, nas } = home;
    await world.database("nas").where({ id: nas.id }).update({ changes_by: way });
    await announce(world.redis, { kind: "nas", id: nas.id });
  };

  /** radsecproxy answers a report without User-Name itself and passes it on to nobody. */
  const reportLines = (login: readonly string[], status: string, octets: number): readonly string[] => [
    ...login.filter((line) => !line.startsWith("User-Password")),
    `Acct-Status-Type = ${status}`,
    `Acct-Input-Octets = ${octets}`,
    `Acct-Output-Octets = ${octets * 9}`,
    "Acct-Session-Time = 60",
  ];

  it("logs in, reports, and is counted into PostgreSQL", async () => {
    const subscriberId = await home.enrol();
    const proxy = await through("good", GOOD);
    const lines = await loginLines(subscriberId, "a0000001");
    const login = await proxy.radclient("auth", lines);
    expect(login.said).toContain("Received Access-Accept");
    expect(login.code).toBe(0);
    for (const [status, octets] of [
      ["Start", 0],
      ["Interim-Update", 1_000],
      ["Stop", 2_000],
    ] as const) {
      const answer = await proxy.radclient("acct", reportLines(lines, status, octets));
      expect(answer.said).toContain("Received Accounting-Response");
    }
    await expect
      .poll(
        () =>
          home.world
            .database("sessions")
            .where({ subscriber_id: subscriberId })
            .select("up", "down", "seconds", "nas_id"),
        { timeout: 10_000 },
      )
      .toEqual([{ up: 2_000, down: 18_000, seconds: 60, nas_id: home.nas.id }]);
  });

  it("is refused with the same grant a second time", async () => {
    const proxy = await through("again", GOOD);
    const lines = await loginLines(await home.enrol(), "a0000002");
    expect((await proxy.radclient("auth", lines)).said).toContain("Received Access-Accept");
    expect((await proxy.radclient("auth", lines)).said).toContain("Received Access-Reject");
  });

  it.each([
    ["an expired certificate", "radsec-certificate-expired", { ...GOOD, expired: true }],
    ["a certificate of a foreign CA", "radsec-certificate-untrusted", { ...GOOD, foreign: true }],
    ["the identity of nobody", "radsec-identity-unknown", { names: ["DNS:ap-9.wifi.example"] }],
  ] as const)("is not let in with %s, and gets no answer", async (_, reason, wishes) => {
    const before = await home.counted(reason);
    const subscriberId = await home.enrol();
    const proxy = await through(reason, wishes);
    const login = await proxy.radclient("auth", await loginLines(subscriberId, "a0000003"), 2);
    expect(login.said).not.toContain("Received");
    expect(login.code).not.toBe(0);
    expect(await home.counted(reason)).toBeGreaterThan(before);
    expect(await home.world.database("sessions").where({ subscriber_id: subscriberId })).toEqual([]);
  });

  it("is not told of changes down the connection: the proxy passes none on, and goes on (docs/radsec.md)", async () => {
    const { world, nas } = home;
    await setChangesBy("radsec");
    const subscriberId = await home.enrol();
    const proxy = await through("changed", GOOD);
    const lines = await loginLines(subscriberId, "a0000005");
    await proxy.radclient("auth", lines);
    await proxy.radclient("acct", reportLines(lines, "Start", 0));
    const answers = () => world.database("authorization_changes").where({ nas_id: nas.id }).pluck("answer");
    const sessions = () => liveSessions(world.redis, subscriberId, world.now());
    await expect.poll(async () => (await sessions()).length, { timeout: 10_000 }).toBe(1);
    for (const session of await sessions()) await wishSession(world, session, "end", "staff");
    await expect.poll(answers, { timeout: 20_000 }).toEqual(["silent"]);
    const stop = await proxy.radclient("acct", reportLines(lines, "Stop", 1_000));
    expect(stop.said).toContain("Received Accounting-Response");
    await setChangesBy("udp");
  }, 60_000);

  it("cannot speak for another NAS: a grant made for one is refused at the other", async () => {
    const proxy = await through("second", { names: ["DNS:ap-2.wifi.example"] });
    const login = await proxy.radclient("auth", await loginLines(await home.enrol(), "a0000004"));
    expect(login.said).toContain('Reply-Message = "other_nas"');
  });
});
