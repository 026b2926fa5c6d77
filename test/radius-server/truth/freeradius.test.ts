import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { ATTRIBUTE, MIKROTIK, VENDOR } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { bringOnline, loginRequest, reportRequest } from "../gateway.ts";
import { GB, MAC, MB, neighbour, openScene, privateAddress, type Scene, toldOf } from "./scene.ts";

/** Situations in which FreeRADIUS 3.2 with its stock accounting queries lost or invented usage, each reproduced. */
describe("where stock FreeRADIUS stores what is not so", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  it("1: an older interim that comes after a newer one lowers nothing", async () => {
    const told = await scene.online("a1");
    const began = scene.home.world.now();
    scene.home.world.clock.advance(600);
    await told.tell({ status: "Interim-Update", down: 95 * MB, seconds: 600, eventAt: began + 600_000 });
    await told.tell({ status: "Interim-Update", down: 21 * MB, seconds: 300, eventAt: began + 300_000 });
    expect(await told.known()).toMatchObject({ down: 95 * MB, seconds: 600 });
    await expect.poll(() => scene.stored(told)).toMatchObject({ down: 95 * MB, seconds: 600 });
  });

  it("2: a Stop without octets after 4.2 GB leaves 4.2 GB", async () => {
    const told = await scene.online("a2");
    scene.home.world.clock.advance(600);
    await told.tell({ status: "Interim-Update", down: 4.2 * GB, seconds: 600 });
    scene.home.world.clock.advance(60);
    await told.tell({ status: "Stop", seconds: 660 });
    await expect.poll(() => scene.stored(told)).toEqual({ up: 0, down: 4.2 * GB, seconds: 660, ended: true });
  });

  it("3: an Accounting-On ends the sessions of that NAS alone, though another site has its private address", async () => {
    const here = await scene.online("a3");
    const { nas, gateway: other } = await neighbour(scene);
    const subscriberId = await scene.home.enrol();
    const second = toldOf(
      scene.home,
      nas,
      other,
      await bringOnline({ ...scene.home, nas }, other, subscriberId, "aa:bb:cc:dd:ee:04", "a4"),
    );
    await expect.poll(async () => (await scene.stored(second)).up).toBe(0);
    scene.home.world.clock.advance(60);
    await other.ask(
      scene.home.radius.acctPort,
      reportRequest(nas, { status: "Accounting-On", nasSessionId: "0", more: [privateAddress()] }),
    );
    expect((await second.known()).endedAt).not.toBeNull();
    expect((await here.known()).endedAt).toBeNull();
    other.close();
  });

  it("4: a NAS without Gigawords that wraps at 2^32 goes on counting", async () => {
    const told = await scene.online("a5");
    scene.home.world.clock.advance(600);
    await told.tell({ status: "Interim-Update", down: 4.2 * GB, seconds: 600, withoutGigawords: true });
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: 0.1 * GB, seconds: 900, withoutGigawords: true });
    expect((await told.known()).down).toBe(2 ** 32 + 0.1 * GB);
  });

  it("5: after a lost Start, a Stop and then the late Start, it began and ended when it did", async () => {
    const { home, nas } = scene;
    const subscriberId = await home.enrol();
    const grant = await issueGrant(home.world, {
      subscriberId,
      nas: home.nas,
      mac: MAC,
      clientIp: null,
      nasSessionId: "a6",
    });
    if (grant.kind === "refused") throw new Error(grant.code);
    const accept = await nas.ask(home.radius.authPort, loginRequest(home.nas, { ...grant, mac: MAC }));
    const began = home.world.now();
    const online = { accept, classes: accept.all(ATTRIBUTE["Class"]), nasSessionId: "a6" };
    const told = toldOf(home, home.nas, nas, online);
    home.world.clock.advance(120);
    await told.tell({ status: "Stop", down: 30 * MB, seconds: 120, eventAt: began + 120_000 });
    await told.tell({ status: "Start", eventAt: began });
    expect(await told.known()).toMatchObject({
      startedAt: began,
      endedAt: began + 120_000,
      down: 30 * MB,
      seconds: 120,
    });
    await expect.poll(() => scene.stored(told)).toMatchObject({ down: 30 * MB, ended: true });
  });

  it("6: an Acct-Session-Id used again after a reboot is a second session, also without Class", async () => {
    const { home, nas } = scene;
    const first = await scene.online("00000001", "aa:bb:cc:dd:ee:11");
    home.world.clock.advance(300);
    await first.tell({ status: "Interim-Update", classes: [], down: 50 * MB, seconds: 300 });
    await expect.poll(async () => (await scene.stored(first)).down).toBe(50 * MB);
    await nas.ask(
      home.radius.acctPort,
      reportRequest(home.nas, { status: "Accounting-On", nasSessionId: "0" }),
    );
    const second = await scene.online("00000001", "aa:bb:cc:dd:ee:12");
    home.world.clock.advance(300);
    await second.tell({ status: "Interim-Update", classes: [], down: 7 * MB, seconds: 300 });
    expect((await second.known()).down).toBe(7 * MB);
    expect(await first.known()).toMatchObject({ down: 50 * MB });
    expect((await first.known()).endedAt).not.toBeNull();
  });
});

describe("7: 6 GiB that are left", () => {
  it("are said as 2 GiB and one gigaword, not as 2 GiB", async () => {
    const octets = 6 * 2 ** 30;
    const allowances = [{ of: "octets", per: "day", amount: octets }] as const;
    const scene = await openScene({
      nas: { kind: "mikrotik" },
      policy: { allowances: [...allowances], atEnd: { kind: "stop" } },
    });
    const { accept } = await scene.online("b1");
    expect(accept.code).toBe(CODE["Access-Accept"]);
    expect(accept.vendorU32(VENDOR.MikroTik, MIKROTIK["Mikrotik-Total-Limit"])).toBe(2 * 2 ** 30);
    expect(accept.vendorU32(VENDOR.MikroTik, MIKROTIK["Mikrotik-Total-Limit-Gigawords"])).toBe(1);
    await scene.close();
  });
});
