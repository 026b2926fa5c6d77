import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { announce } from "#access/notice/live";
import { openConnection } from "#access/postgres/connection";
import { readPerson } from "#access/subscriber/live";
import { setStatus } from "#access/subscriber/store";
import { keepTraces } from "#access/trace/retention-store";
import { personSentence, staffSentence } from "#access/trace/sentence";
import { listTraces, type StoredTrace, storeTraces } from "#access/trace/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { octets, text } from "#radius-server/protocol/write";
import { bringOnline, type Gateway, gateway, loginRequest, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";

const MAC = "aa:bb:cc:dd:ee:01";
const DAY = 86_400;
const ZONE = "Asia/Ho_Chi_Minh";

let home: House;
let through: Gateway;
let subscriberId: number;
beforeAll(async () => {
  home = await house({
    policy: {
      devices: 1,
      downKbps: 5_000,
      allowances: [{ of: "octets", per: "day", amount: 1_000_000_000 }],
    },
  });
  through = await gateway(home.nas);
  subscriberId = await home.enrol();
});
afterAll(async () => {
  through.close();
  await home.close();
});

/** The decisions about a person once as many were kept. */
const decisions = async (count: number): Promise<StoredTrace[]> => {
  const { database } = home.world;
  for (;;) {
    const found = await listTraces(database, {
      by: { subscriberId },
      before: home.world.now() + 1,
      limit: 50,
    });
    if (found.length >= count) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const said = (decision: StoredTrace | undefined): string =>
  staffSentence({ ...(decision as StoredTrace), zone: ZONE }).en;

describe("a login that was decided", () => {
  it("says of an accept what was asked, what was left and what the NAS was told", async () => {
    await bringOnline(home, through, subscriberId, MAC, "session-1");
    const [decision] = await decisions(1);
    expect(decision).toMatchObject({ outcome: "ok", nasId: home.nas.id, mac: MAC, at: home.world.now() });
    expect(decision?.loginId).toMatch(/^w-/);
    expect(decision?.trace).toMatchObject({
      code: CODE["Access-Accept"],
      asked: { by: "pap", signed: true },
      known: { others: 0, devices: 1, lines: [{ of: "octets", per: "day", left: 1_000_000_000 }] },
      limits: { profile: "full", downKbps: 5_000 },
    });
    expect(said(decision)).toBe("Let online, at full speed, 5 Mbit/s.");
  });

  it("says of a refusal the check that decided and the facts it decided on", async () => {
    const { world, nas, radius } = home;
    const granted = await issueGrant(world, {
      subscriberId,
      nas,
      mac: MAC,
      clientIp: null,
      nasSessionId: null,
    });
    if (granted.kind === "refused") throw new Error(granted.code);
    world.clock.advance(1);
    const called = text(ATTRIBUTE["Called-Station-Id"], "AA-BB-CC-00-00-01:Free");
    const more = [called];
    const reject = await through.ask(
      radius.authPort,
      loginRequest(nas, { ...granted, mac: "aa:bb:cc:dd:ee:02", more }),
    );
    expect(reject.code).toBe(CODE["Access-Reject"]);
    const [decision] = await decisions(2);
    expect(decision).toMatchObject({
      outcome: "other_device",
      mac: "aa:bb:cc:dd:ee:02",
      trace: { code: 3, asked: { called: "AA-BB-CC-00-00-01:Free" }, expected: { mac: MAC } },
    });
    expect(said(decision)).toBe(`Refused: the grant was made for device ${MAC}.`);
    expect(personSentence("other_device").en).toBe("Please sign in again.");
  });

  it("says of a refusal by the house's policy what the policy saw", async () => {
    const { world, nas, radius } = home;
    const grant = async () => {
      const granted = await issueGrant(world, {
        subscriberId,
        nas,
        mac: MAC,
        clientIp: null,
        nasSessionId: null,
      });
      if (granted.kind === "refused") throw new Error(granted.code);
      return granted;
    };
    const granted = await grant();
    await setStatus(world.database, subscriberId, "blocked", null);
    await announce(world.redis, { kind: "subscriber", id: subscriberId });
    await expect.poll(async () => (await readPerson(world.redis, subscriberId))?.status).toBe("blocked");
    world.clock.advance(1);
    const refused = await through.ask(radius.authPort, loginRequest(nas, { ...granted, mac: MAC }));
    expect(refused.code).toBe(CODE["Access-Reject"]);
    const [decision] = await decisions(3);
    expect(decision).toMatchObject({ outcome: "blocked", trace: { known: { others: 0, devices: 1 } } });
    expect(said(decision)).toBe("Refused: the person is blocked.");
  });

  it("keeps no name that is not ours: people type their numbers there", async () => {
    const { world, nas, radius } = home;
    world.clock.advance(1);
    await through.ask(radius.authPort, loginRequest(nas, { loginId: "0912345678", password: "secret-word" }));
    let found: StoredTrace[] = [];
    while (!found.some(({ outcome }) => outcome === "grant_unknown"))
      found = await listTraces(world.database, {
        by: { nasId: nas.id },
        before: world.now() + 1,
        limit: 50,
      });
    const kept = JSON.stringify(found);
    expect(kept).not.toContain("0912345678");
    expect(kept).not.toContain("secret-word");
  });

  it("is found by person, device and NAS, the newest first", async () => {
    const { database, now } = home.world;
    const wish = { before: now() + 1, limit: 50 };
    const byDevice = await listTraces(database, { by: { mac: MAC }, ...wish });
    expect(byDevice.map(({ outcome }) => outcome)).toEqual(["blocked", "ok"]);
    const byNas = await listTraces(database, { by: { nasId: home.nas.id }, ...wish });
    expect(byNas.map(({ outcome }) => outcome)).toEqual(["grant_unknown", "blocked", "other_device", "ok"]);
    expect(await listTraces(database, { by: { nasId: 999 }, ...wish })).toEqual([]);
  });
});

describe("decisions of one instant", () => {
  it("are all found where a page ends among them", async () => {
    const { database, now, settings } = home.world;
    const of = { subscriberId: null, nasId: 888, siteId: null, mac: null, loginId: null, sessionId: null };
    const at = now() - 60_000;
    const storm = [at + 1, at, at, at, at - 1].map((each, index) => ({
      ...{ ...of, at: each, entry: `0:2-${index}`, outcome: "grant_used", trace: '{"code":3}' },
    }));
    const connection = await openConnection(settings.DATABASE_URL);
    await storeTraces(storm)(connection);
    await connection.close();
    const found: string[] = [];
    let before = now();
    for (;;) {
      const page = await listTraces(database, { by: { nasId: of.nasId }, before, limit: 2 });
      if (page.length === 0) break;
      found.push(...page.map(({ entry }) => entry));
      before = page.at(-1)?.at ?? 0;
    }
    expect(found).toEqual(["0:2-0", "0:2-3", "0:2-2", "0:2-1", "0:2-4"]);
  });
});

describe("the traces of past days", () => {
  it("are let go of after 30 days, and the coming days have their place", async () => {
    const { world } = home;
    const { database } = world;
    const partitions = async (): Promise<string[]> =>
      (
        await database.raw(
          "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'traces'::regclass order by 1",
        )
      ).rows.map(({ name }: { name: string }) => name);
    expect(await partitions()).toContain("traces_2026_11_23");
    const old = {
      entry: "0:1-1",
      subscriberId,
      nasId: 1,
      siteId: null,
      mac: null,
      loginId: null,
      sessionId: null,
    };
    const stray = { ...old, at: world.now() - 40 * DAY * 1000, outcome: "ok", trace: '{"code":2}' };
    const connection = await openConnection(world.settings.DATABASE_URL);
    await storeTraces([stray])(connection);
    await connection.close();
    expect(await decisions(4)).toHaveLength(4);
    await Promise.all([keepTraces(database, world.now()), keepTraces(database, world.now())]);
    expect(await decisions(3)).toHaveLength(3);
    await keepTraces(database, world.now() + 31 * DAY * 1000);
    expect(await partitions()).not.toContain("traces_2026_11_23");
    expect(await listTraces(database, { by: { subscriberId }, before: world.now() + 1, limit: 50 })).toEqual(
      [],
    );
  });
});

describe("a session's IPv6 addresses", () => {
  it("are kept with it, also when a later report leaves them out", async () => {
    const { world } = home;

    const prefix = Buffer.concat([Buffer.of(0, 60), Buffer.from("20010db8000100ff", "hex")]);
    const v6 = Buffer.from("20010db8000100f00000000000000005", "hex");
    const first = reportRequest(home.nas, {
      status: "Interim-Update",
      nasSessionId: "session-1",
      up: 1_000,
      down: 1_000,
      seconds: 60,
      more: [
        octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.of(10, 1, 2, 3)),
        octets(ATTRIBUTE["Framed-IPv6-Prefix"], prefix),
        octets(ATTRIBUTE["Framed-IPv6-Address"], v6),
        octets(ATTRIBUTE["Framed-Interface-Id"], Buffer.from("0123456789abcdef", "hex")),
      ],
    });
    await through.ask(home.radius.acctPort, first);
    const row = async () =>
      (
        await world.database.raw(
          `select host(framed_ip) as v4, host(framed_ipv6) as v6, framed_ipv6_prefix::text as prefix,
                  framed_interface_id as interface, up from sessions where nas_session_id = 'session-1'`,
        )
      ).rows[0];
    let kept = await row();
    while (kept.up < 1_000) kept = await row();
    const addresses = {
      v4: "10.1.2.3",
      v6: "2001:db8:1:f0::5",
      prefix: "2001:db8:1:f0::/60",
      interface: "0123:4567:89ab:cdef",
    };
    expect(kept).toMatchObject(addresses);
    await through.ask(
      home.radius.acctPort,
      reportRequest(home.nas, {
        status: "Interim-Update",
        nasSessionId: "session-1",
        up: 2_000,
        down: 2_000,
        seconds: 120,
        more: [octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.of(10, 1, 2, 4))],
      }),
    );
    while (kept.up < 2_000) kept = await row();
    expect(kept).toMatchObject({ ...addresses, v4: "10.1.2.4" });
  });
});
