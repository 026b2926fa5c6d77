import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { notationsOf } from "#access/device/notation";
import { forgetDevice, lastVerified } from "#access/device/remembered-store";
import { setMacPassword, setSiteRules } from "#access/device/rules-store";
import { deviceTable } from "#access/device/table";
import { announce } from "#access/notice/live";
import { setStatus } from "#access/subscriber/store";
import { accept, publishTerms } from "#access/terms/store";
import { staffSentence } from "#access/trace/sentence";
import { listTraces } from "#access/trace/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { bringOnline, type Gateway, gateway, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { type DeviceWishes, deviceRequest } from "./device.ts";

const DAY_SECONDS = 86_400;
const MB = 1_000_000;

let home: House;
let nas: Gateway;
beforeAll(async () => {
  home = await house({ policy: { allowances: [{ of: "octets", per: "day", amount: 10 * MB }] } });
});
afterAll(() => home.close());
beforeEach(async () => {
  nas = await gateway(home.nas);
});
afterEach(() => nas.close());

const ask = (wishes: DeviceWishes): Promise<Packet> =>
  nas.ask(home.radius.authPort, deviceRequest(home.nas, wishes));
/** The usual way: the address for name, password and device. */
const byAddress = (mac: string, more: Partial<DeviceWishes> = {}): Promise<Packet> =>
  ask({ name: mac, calling: mac, pap: mac, ...more });
const reasonOf = async (reply: Promise<Packet>): Promise<string | undefined> => {
  const packet = await reply;
  expect(packet.code).toBe(CODE["Access-Reject"]);
  return packet.text(ATTRIBUTE["Reply-Message"]);
};

let signedIn = 0;
/** A person who signed in by code just now on a device, and the device. */
const remembered = async (first = "a8"): Promise<{ mac: string; subscriberId: number }> => {
  signedIn += 1;
  const mac = `${first}:00:00:00:00:${signedIn.toString(16).padStart(2, "0")}`;
  const subscriberId = await home.enrol();
  await bringOnline(home, nas, subscriberId, mac, `signed-in-${signedIn}`);
  await expect
    .poll(async () => (await lastVerified(home.world.database, mac))?.subscriberId)
    .toBe(subscriberId);
  return { mac, subscriberId };
};
/** Logins of a person that opened a session. */
const opened = (subscriberId: number) =>
  home.world.database("traces").where({ subscriber_id: subscriberId, outcome: "ok" }).select("login_id");

/** Why logins of a person were refused, as staff read it, the latest first. */
const refusalsOf = async (subscriberId: number): Promise<string[]> => {
  const { database, now } = home.world;
  const found = await listTraces(database, { by: { subscriberId }, before: now() + 1, limit: 50 });
  return found
    .filter(({ outcome }) => outcome !== "ok")
    .map((refused) => staffSentence({ ...refused, zone: home.nas.zone }).en);
};

describe("a remembered phone", () => {
  it("is let online by its address in every notation, by PAP and by CHAP", async () => {
    const { mac } = await remembered();
    for (const written of notationsOf(mac)) {
      const accept = await ask({
        name: written,
        calling: mac.toUpperCase().replaceAll(":", "-"),
        pap: written,
      });
      expect([written, accept.code]).toEqual([written, CODE["Access-Accept"]]);
      const byChap = await ask({ name: mac, calling: written, chap: written });
      expect([written, byChap.code]).toEqual([written, CODE["Access-Accept"]]);
    }
  });

  it("is let online when the NAS says Call-Check, whatever the password, and without one", async () => {
    const { mac } = await remembered();
    for (const more of [{ pap: "cisco" }, { chap: "cisco" }, {}])
      expect((await ask({ name: mac, calling: mac, callCheck: true, ...more })).code).toBe(
        CODE["Access-Accept"],
      );
  });

  it("gets its person's limits, ends when it is no longer remembered, and is charged to that person", async () => {
    const { mac, subscriberId } = await remembered();
    const accept = await byAddress(mac, { nasSessionId: "by-address-1" });
    expect(accept.u32(ATTRIBUTE["Session-Timeout"])).toBe(30 * DAY_SECONDS);
    const classes = accept.all(ATTRIBUTE["Class"]);
    const report = { nasSessionId: "by-address-1", classes, eventAt: home.world.now() };
    await nas.ask(home.radius.acctPort, reportRequest(home.nas, { status: "Start", ...report }));
    await nas.ask(
      home.radius.acctPort,
      reportRequest(home.nas, { status: "Stop", ...report, up: 2 * MB, down: 8 * MB, seconds: 60 }),
    );
    await expect
      .poll(() => home.world.database("sessions").where({ subscriber_id: subscriberId }))
      .toContainEqual(expect.objectContaining({ login_id: mac, mac, up: 2 * MB, down: 8 * MB }));
    expect(await reasonOf(byAddress(mac))).toBe("quota_spent");
  });

  it("that is refused is explained on its person's page, with the facts it was decided on", async () => {
    const { world } = home;
    const { mac, subscriberId } = await remembered();
    const nasSessionId = "spent-by-address";
    const classes = (await byAddress(mac, { nasSessionId })).all(ATTRIBUTE["Class"]);
    const spent = { nasSessionId, classes, up: 0, down: 10 * MB, seconds: 60 };
    await nas.ask(home.radius.acctPort, reportRequest(home.nas, { status: "Stop", ...spent }));
    expect(await reasonOf(byAddress(mac))).toBe("quota_spent");
    await expect
      .poll(() => refusalsOf(subscriberId))
      .toEqual([expect.stringMatching(/^Refused: 10 MB a day are used up; full again at /)]);
    world.clock.advance(1);
    await setStatus(world.database, subscriberId, "blocked", "lost phone");
    expect(await reasonOf(byAddress(mac))).toBe("blocked");
    await expect
      .poll(() => refusalsOf(subscriberId))
      .toEqual(["Refused: the person is blocked.", expect.anything()]);
  });

  it("keeps its session when the NAS asks about it anew", async () => {
    const { mac, subscriberId } = await remembered();
    const [first, again] = [
      await byAddress(mac, { nasSessionId: "kept" }),
      await byAddress(mac, { nasSessionId: "kept" }),
    ];
    expect(again.text(ATTRIBUTE["Class"])).toBe(first.text(ATTRIBUTE["Class"]));
    const other = await byAddress(mac, { nasSessionId: "another" });
    expect(other.text(ATTRIBUTE["Class"])).not.toBe(first.text(ATTRIBUTE["Class"]));
    await expect.poll(async () => (await opened(subscriberId)).length).toBe(3);
  });

  it("is not renewed by being let online, and signs in again after 30 days, one with a made-up address after 7", async () => {
    const [bought, made] = [await remembered("a8"), await remembered("aa")];
    const began = home.world.now();
    const left = async (mac: string) => (await byAddress(mac)).u32(ATTRIBUTE["Session-Timeout"]);
    expect([await left(bought.mac), await left(made.mac)]).toEqual([30 * DAY_SECONDS, 7 * DAY_SECONDS]);
    home.world.clock.advance(7 * DAY_SECONDS - 1);
    expect([await left(bought.mac), await left(made.mac)]).toEqual([23 * DAY_SECONDS + 1, 1]);
    home.world.clock.advance(1);
    expect(await reasonOf(byAddress(made.mac))).toBe("device_expired");
    home.world.clock.advance(23 * DAY_SECONDS);
    expect(await reasonOf(byAddress(bought.mac))).toBe("device_expired");
    home.world.clock.set(began);
  });

  it("signs in again once it was forgotten, and is remembered anew by that", async () => {
    const { world } = home;
    const { mac, subscriberId } = await remembered();
    world.clock.advance(1);
    const phone = await lastVerified(world.database, mac);
    await forgetDevice(world.database, phone?.deviceId ?? 0, world.now());
    expect(await reasonOf(byAddress(mac))).toBe("device_forgotten");
    world.clock.advance(60);
    await bringOnline(home, nas, subscriberId, mac, "after-forgetting");
    await expect.poll(async () => (await lastVerified(world.database, mac))?.verifiedAt).toBe(world.now());
    expect((await byAddress(mac)).code).toBe(CODE["Access-Accept"]);
  });

  it("signs in again while its person is blocked", async () => {
    const { world } = home;
    const { mac, subscriberId } = await remembered();
    await setStatus(world.database, subscriberId, "blocked", null);
    expect(await reasonOf(byAddress(mac))).toBe("blocked");
    await setStatus(world.database, subscriberId, "active", null);
    expect((await byAddress(mac)).code).toBe(CODE["Access-Accept"]);
  });

  it("signs in again once there are other terms, until its person agreed to them", async () => {
    const { world } = home;
    const { mac, subscriberId } = await remembered();
    const terms = await publishTerms(world.database, { vi: "Mới", en: "New" }, world.now());
    expect(await reasonOf(byAddress(mac))).toBe("terms_changed");
    await accept(world.database, {
      subscriberId,
      termsId: terms.id,
      nasId: home.nas.id,
      acceptedAt: world.now(),
    });
    expect((await byAddress(mac)).code).toBe(CODE["Access-Accept"]);
    await world.database("acceptances").del();
    await world.database("terms").del();
  });

  it("signs in each time where the place says so", async () => {
    const { world } = home;
    const { mac } = await remembered();
    const say = async (rememberDays: number | null) => {
      const rules = { rememberDays, rememberPrivateDays: null, quarantineVlan: null };
      await setSiteRules(world.database, home.nas.siteId, rules);
      await announce(world.redis, { kind: "site", id: home.nas.siteId });
      const known = async () => (await deviceTable.of(world)).rulesAt(home.nas).rememberDays;
      await expect.poll(known).toBe(rememberDays ?? 30);
    };
    await say(0);
    expect(await reasonOf(byAddress(mac))).toBe("device_expired");
    await say(null);
    expect((await byAddress(mac)).code).toBe(CODE["Access-Accept"]);
  });

  it("belongs to who signed in on it last", async () => {
    const { world } = home;
    const { mac } = await remembered();
    world.clock.advance(1);
    const heir = await home.enrol();
    await bringOnline(home, nas, heir, mac, "the-heir");
    await expect.poll(async () => (await lastVerified(world.database, mac))?.subscriberId).toBe(heir);
    await byAddress(mac, { nasSessionId: "as-the-heir" });
    await expect.poll(async () => (await opened(heir)).map(({ login_id }) => login_id)).toContain(mac);
  });
});

describe("an address as a password of the NAS's own", () => {
  it("is then the only one taken: an address can be typed into a login page", async () => {
    const { world } = home;
    const { mac } = await remembered();
    const set = async (password: string | null) => {
      await setMacPassword(world, world.database, home.nas.id, password);
      await announce(world.redis, { kind: "nas", id: home.nas.id });
      const known = async () => (await deviceTable.of(world)).macPassword(home.nas.id) ?? null;
      await expect.poll(known).toBe(password);
    };
    await set("Bí-mật của NAS");
    for (const way of ["pap", "chap"])
      expect((await ask({ name: mac, calling: mac, [way]: "Bí-mật của NAS" })).code).toBe(
        CODE["Access-Accept"],
      );
    expect(await reasonOf(byAddress(mac))).toBe("grant_unknown");
    expect(await reasonOf(ask({ name: mac, calling: mac, chap: mac }))).toBe("grant_unknown");
    await set(null);
  });
});

describe("what is no login by address", () => {
  it("is an address whose password, or whose device, is another", async () => {
    const { mac } = await remembered();
    const other = "a8:ff:ff:ff:ff:ff";
    for (const wishes of [
      { name: mac, calling: mac, pap: "password" },
      { name: mac, calling: mac, chap: other },
      { name: mac, calling: other, pap: mac },
      { name: mac, pap: mac },
    ])
      expect(await reasonOf(ask(wishes))).toBe("grant_unknown");
  });
});

describe("an unknown address", () => {
  it("is rejected, which sends it to the portal, and is counted nowhere", async () => {
    const { database } = home.world;
    const counted = () =>
      Promise.all([database("traces").count(), database("nas_faults").count(), home.world.redis.dbsize()]);
    const { mac, subscriberId } = await remembered();
    await byAddress(mac, { nasSessionId: "known-before-unknown" });
    await expect.poll(async () => (await opened(subscriberId)).length).toBe(2);
    const before = await counted();
    for (let last = 10; last < 30; last += 1)
      expect(await reasonOf(byAddress(`c8:00:00:00:00:${last}`))).toBe("device_unknown");
    expect(await counted()).toEqual(before);
  });
});
