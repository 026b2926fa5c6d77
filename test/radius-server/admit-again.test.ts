import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { GRANT_SECONDS } from "#access/grant/live";
import { announce } from "#access/notice/live";
import { keys, tagOf } from "#access/redis/keys";
import { RETAINED } from "#access/session/packed";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { type Gateway, gateway, loginRequest, type ReportWishes, reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";

const MAC = "aa:bb:cc:dd:ee:01";
const OTHER = "aa:bb:cc:dd:ee:02";
const HOUR = 3_600;

describe("a grant at an access point that may authenticate again with it", () => {
  let home: House;
  let nas: Gateway;
  let subscriberId: number;
  beforeEach(async () => {
    home = await house({
      nas: { mayReauthenticate: true },
      policy: {
        devices: 1,
        longestSession: 2 * HOUR,
        allowances: [{ of: "seconds", per: "session", amount: HOUR }],
        atEnd: { kind: "stop" },
      },
    });
    nas = await gateway(home.nas);
    subscriberId = await home.enrol();
  });
  afterEach(async () => {
    nas.close();
    await home.close();
  });

  type Granted = { readonly loginId: string; readonly password: string };
  const grant = async (mac: string | null = MAC): Promise<Granted> => {
    const applicant = { subscriberId, nas: home.nas, mac, clientIp: null, nasSessionId: null };
    const issued = await issueGrant(home.world, applicant);
    if (issued.kind === "refused") throw new Error(issued.code);
    return issued;
  };
  const login = (granted: Granted, mac = MAC): Promise<Packet> =>
    nas.ask(home.radius.authPort, loginRequest(home.nas, { ...granted, mac }));
  const report = (accept: Packet, said: Pick<ReportWishes, "status" | "seconds">): Promise<Packet> => {
    const classes = accept.all(ATTRIBUTE["Class"]);
    const wishes = { nasSessionId: "80000001", classes, up: 0, down: 0, eventAt: home.world.now(), ...said };
    return nas.ask(home.radius.acctPort, reportRequest(home.nas, wishes));
  };
  const reasonOf = (reply: Packet) => [reply.code, reply.text(ATTRIBUTE["Reply-Message"])];
  const because = (reason: string) => [CODE["Access-Reject"], reason];

  it("is taken again while its session is open, for that session and no other", async () => {
    const granted = await grant(null);
    const first = await login(granted);
    await report(first, { status: "Start" });
    home.world.clock.advance(60);
    for (const again of [await login(granted), await login(granted, "")]) {
      expect(again.code).toBe(CODE["Access-Accept"]);
      expect(again.text(ATTRIBUTE["Class"])).toBe(first.text(ATTRIBUTE["Class"]));
    }
    expect(await home.world.redis.keys("*:x:*")).toHaveLength(1);
  });

  it("is kept for the next time beyond the two minutes it waits for the first, but not beyond its session", async () => {
    const granted = await grant();
    await login(granted);
    const key = keys.grant(tagOf(subscriberId), granted.loginId);
    const kept = await home.world.redis.ttl(key);
    expect(kept).toBeGreaterThan(GRANT_SECONDS);
    expect(kept).toBeLessThan(RETAINED);
    await home.world.redis.expire(key, 60);
    await login(granted);
    expect(await home.world.redis.ttl(key)).toBeGreaterThan(GRANT_SECONDS);
  });

  it("gives what is left of its session, and nothing once that is spent", async () => {
    const granted = await grant();
    const first = await login(granted);
    expect(first.u32(ATTRIBUTE["Session-Timeout"])).toBe(HOUR);
    await report(first, { status: "Start" });
    home.world.clock.advance(HOUR / 2);
    await report(first, { status: "Interim-Update", seconds: HOUR / 2 });
    expect((await login(granted)).u32(ATTRIBUTE["Session-Timeout"])).toBe(HOUR / 2);
    home.world.clock.advance(HOUR / 2);
    await report(first, { status: "Interim-Update", seconds: HOUR });
    expect((await login(granted)).code).toBe(CODE["Access-Reject"]);
  });

  it("is refused after its session's end", async () => {
    const granted = await grant();
    await report(await login(granted), { status: "Stop", seconds: 60 });
    expect(reasonOf(await login(granted))).toEqual(because("grant_used"));
  });

  it("is refused to another device, also where the redirect did not say which it is for", async () => {
    for (const mac of [MAC, null]) {
      const granted = await grant(mac);
      const first = await login(granted);
      expect(first.code).toBe(CODE["Access-Accept"]);
      expect(reasonOf(await login(granted, OTHER))).toEqual(because("other_device"));
      await report(first, { status: "Stop", seconds: 60 });
    }
  });

  it("is refused again from the moment it may no more", async () => {
    const granted = await grant();
    expect((await login(granted)).code).toBe(CODE["Access-Accept"]);
    await home.world.database("nas").where({ id: home.nas.id }).update({ may_reauthenticate: false });
    await announce(home.world.redis, { kind: "nas", id: home.nas.id });
    await expect.poll(async () => reasonOf(await login(granted))).toEqual(because("grant_used"));
  });
});
