import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attemptsToday } from "#access/attempt/store";
import { acknowledgeAlarm, listAlarms } from "#access/device/alarm-store";
import { setSiteRules } from "#access/device/rules-store";
import { deviceTable } from "#access/device/table";
import { thingAccount } from "#access/device/thing";
import { liveSessionsOf } from "#access/device/thing-sessions";
import { listThings } from "#access/device/thing-store";
import { AT } from "#access/ledger/record";
import { reportsOf } from "#access/ledger/store";
import type { Nas } from "#access/nas/nas";
import { addNas, listNas } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { dayTotals } from "#access/session/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { type ChangeListener, changeListener } from "../change-listener.ts";
import { type Gateway, gateway, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { type DeviceWishes, deviceRequest, heard, register } from "./device.ts";

const QUARANTINE_VLAN = 666;

let home: House;
let listener: ChangeListener;
let other: Nas;
let speechless: Nas;
const gateways = new Map<number, Gateway>();
let registered = 0;
let mac: string;

const nasOf = async (id: number): Promise<Nas> =>
  (await listNas(home.world)).find((nas) => nas.id === id) as Nas;

beforeAll(async () => {
  listener = await changeListener();
  home = await house({ nas: { coaPort: listener.port, secret: listener.secret } });
  const { world } = home;
  await home.restart(async () => {
    const siteId = home.nas.siteId;
    const add = (nasIdentifier: string, kind: "generic" | "mikrotik") =>
      addNas(world, world.database, {
        siteId,
        name: nasIdentifier,
        kind,
        addresses: ["127.0.0.1"],
        nasIdentifier,
      });
    other = await nasOf((await add("gateway-2", "generic")).id);
    speechless = await nasOf((await add("gateway-3", "mikrotik")).id);
    const rules = { rememberDays: null, rememberPrivateDays: null, quarantineVlan: QUARANTINE_VLAN };
    await setSiteRules(world.database, siteId, rules);
    await announce(world.redis, { kind: "site", id: siteId });
  });
  for (const nas of [home.nas, other, speechless]) gateways.set(nas.id, await gateway(nas));
});
afterAll(async () => {
  for (const each of gateways.values()) each.close();
  await home.close();
  listener.close();
});
beforeEach(() => {
  registered += 1;
  mac = `00:11:22:33:44:${registered.toString(16).padStart(2, "0")}`;
});

const askAt = (nas: Nas, more: Partial<DeviceWishes> = {}): Promise<Packet> => {
  const plain = mac.replaceAll(":", "").toUpperCase();
  const wishes = { name: plain, calling: plain, pap: plain, ...more };
  return (gateways.get(nas.id) as Gateway).ask(home.radius.authPort, deviceRequest(nas, wishes));
};
const vlanIn = (reply: Packet): (string | undefined)[] =>
  [ATTRIBUTE["Tunnel-Type"], ATTRIBUTE["Tunnel-Medium-Type"], ATTRIBUTE["Tunnel-Private-Group-Id"]].map(
    (type) => {
      const value = reply.octets(type);
      return value && Buffer.from(value).toString("hex");
    },
  );
const vlan = (number: number) => ["0000000d", "00000006", Buffer.from(`${number}`).toString("hex")];
const alarms = async (thingId: number) =>
  (await listAlarms(home.world.database, 100))
    .filter((alarm) => alarm.thingId === thingId && alarm.acknowledgedAt === null)
    .map(({ what, times, place }) => ({ what, times, nasId: place.nasId }))
    .sort((a, b) => a.what.localeCompare(b.what));

describe("a thing that is registered", () => {
  it("gets its VLAN in the three tunnel attributes, all of tag 0, and no limits (RFC 3580 section 3.31)", async () => {
    await register(home.world, { mac, vlan: 120 });
    const accept = await askAt(home.nas);
    expect(accept.code).toBe(CODE["Access-Accept"]);
    expect(vlanIn(accept)).toEqual(["0000000d", "00000006", "313230"]);
    for (const type of ["Session-Timeout", "Idle-Timeout"] as const)
      expect(accept.count(ATTRIBUTE[type])).toBe(0);
    expect(accept.u32(ATTRIBUTE["Acct-Interim-Interval"])).toBe(home.nas.interimSeconds);
  });

  it("without a VLAN stays in the network of its port", async () => {
    await register(home.world, { mac, vlan: null });
    const accept = await askAt(home.nas, { chap: mac, pap: undefined });
    expect(accept.code).toBe(CODE["Access-Accept"]);
    expect(vlanIn(accept)).toEqual([undefined, undefined, undefined]);
  });

  it("is rejected by a NAS that cannot be told its VLAN, rather than let among the guests", async () => {
    await register(home.world, { mac });
    const reject = await askAt(speechless);
    expect(reject.code).toBe(CODE["Access-Reject"]);
    expect(reject.text(ATTRIBUTE["Reply-Message"])).toBe("vlan_unsupported");
  });

  it("is kept in the ledger under its own account, charged to nobody and counted as nobody's sign-in", async () => {
    const { world } = home;
    const { database } = world;
    const id = await register(world, { mac });
    const attempts = await attemptsToday(database, 0);
    const people = await dayTotals(database, 0);
    const classes = (await askAt(home.nas, { nasSessionId: `cam-${id}` })).all(ATTRIBUTE["Class"]);
    const through = gateways.get(home.nas.id) as Gateway;
    const report = { nasSessionId: `cam-${id}`, classes, eventAt: world.now() };
    for (const [status, up] of [
      ["Start", 0],
      ["Interim-Update", 5_000],
      ["Interim-Update", 5_000],
      ["Stop", 9_000],
    ] as const)
      await through.ask(
        home.radius.acctPort,
        reportRequest(home.nas, { status, ...report, up, down: 100, seconds: 60 }),
      );
    const account = thingAccount(id);
    await expect
      .poll(() =>
        database("sessions").where({ subscriber_id: account }).select("up", "down", "mac", "login_id"),
      )
      .toEqual([{ up: 9_000, down: 100, mac, login_id: mac.replaceAll(":", "").toUpperCase() }]);
    const [{ id: sessionId }] = await database("sessions").where({ subscriber_id: account }).select("id");
    const session = { subscriberId: account, sessionId, from: 0, to: world.now() };
    const kinds = (await reportsOf(database, session)).map(({ record }) => record[AT.kind]);
    expect(kinds.filter((kind) => kind === "stop")).toHaveLength(1);
    expect(await dayTotals(database, 0)).toEqual(people);
    expect(await attemptsToday(database, 0)).toEqual(attempts);
    expect(await database("devices").where({ mac })).toEqual([]);
  });

  it("is counted also without its Class, and after Redis was emptied", async () => {
    const { world } = home;
    const id = await register(world, { mac });
    const nasSessionId = `bare-${id}`;
    await askAt(home.nas, { nasSessionId });
    const through = gateways.get(home.nas.id) as Gateway;
    const report = (up: number) =>
      through.ask(
        home.radius.acctPort,
        reportRequest(home.nas, {
          status: "Interim-Update",
          nasSessionId,
          up,
          down: 0,
          seconds: 60,
          eventAt: world.now(),
        }),
      );
    const up = () =>
      world
        .database("sessions")
        .where({ subscriber_id: thingAccount(id) })
        .select("up");
    await report(1_000);
    await expect.poll(up).toEqual([{ up: 1_000 }]);
    await world.redis.flushall();
    await report(3_000);
    await expect.poll(up).toEqual([{ up: 3_000 }]);
  });

  it("is remembered with where it was last seen, so that it can be pinned there", async () => {
    const id = await register(home.world, { mac });
    await askAt(home.nas, { port: "Gi1/0/7", called: "00-AA-BB-CC-DD-EE:street" });
    const thing = (await listThings(home.world.database)).find((each) => each.id === id);
    expect(thing?.lastPlace).toEqual({
      nasId: home.nas.id,
      nasPortId: "Gi1/0/7",
      calledStationId: "00-AA-BB-CC-DD-EE:street",
    });
  });
});

describe("a thing that is pinned and appears elsewhere", () => {
  const pin = () => ({ nasId: home.nas.id, nasPortId: "Gi1/0/7", calledStationId: null });

  it("is let into quarantine for ten minutes at a time, with an alarm", async () => {
    const id = await register(home.world, { mac, pin: pin() });
    expect(vlanIn(await askAt(home.nas, { port: "gi1/0/7" }))).toEqual(vlan(120));
    expect(await alarms(id)).toEqual([]);
    home.world.clock.advance(3_600); // the session at home is over by now
    const accept = await askAt(other, { port: "Gi1/0/7" });
    expect(vlanIn(accept)).toEqual(vlan(QUARANTINE_VLAN));
    expect(accept.u32(ATTRIBUTE["Session-Timeout"])).toBe(600);
    expect(accept.u32(ATTRIBUTE["Termination-Action"])).toBe(1);
    expect(await alarms(id)).toEqual([{ what: "elsewhere", times: 1, nasId: other.id }]);
  });

  it("raises an alarm at another port of its own NAS as well, one alarm however often", async () => {
    const id = await register(home.world, { mac, pin: pin() });
    for (let time = 0; time < 3; time += 1)
      expect(vlanIn(await askAt(home.nas, { port: "Gi1/0/8" }))).toEqual(vlan(QUARANTINE_VLAN));
    expect(await alarms(id)).toEqual([{ what: "elsewhere", times: 3, nasId: home.nas.id }]);
  });

  it("does not lose its place to who copies its address: its session there goes on", async () => {
    const id = await register(home.world, { mac, pin: pin() });
    await askAt(home.nas, { port: "Gi1/0/7" });
    expect(vlanIn(await askAt(other))).toEqual(vlan(QUARANTINE_VLAN));
    expect((await alarms(id)).map(({ what }) => what)).toEqual(["elsewhere", "twice"]);
    expect(vlanIn(await askAt(home.nas, { port: "Gi1/0/7" }))).toEqual(vlan(120));
    const atHome = (await liveSessionsOf(home.world, id, home.world.now())).filter(
      ({ nasId }) => nasId === home.nas.id,
    );
    expect(atHome.length).toBeGreaterThan(0);
    for (const session of atHome) expect(session.wish).toBeNull();
  });

  it("raises a new alarm after staff acknowledged the first", async () => {
    const { world } = home;
    const id = await register(world, { mac, pin: pin() });
    await askAt(other);
    const [alarm] = await listAlarms(world.database, 1);
    const staff = await world
      .database("staff")
      .insert({ login: `staff-${id}`, name: "An", password_hash: "-", created_at: new Date(world.now()) })
      .returning<{ id: number }[]>("id");
    const acknowledge = () =>
      acknowledgeAlarm(world.database, { id: alarm?.id ?? 0, staffId: staff[0]?.id ?? 0, at: world.now() });
    expect(await acknowledge()).toBe(id);
    await expect(acknowledge()).rejects.toMatchObject({ code: "alarm_unknown" });
    expect(await alarms(id)).toEqual([]);
    await askAt(other);
    expect(await alarms(id)).toEqual([{ what: "elsewhere", times: 1, nasId: other.id }]);
  });
});

describe("a thing that is seen at two NAS at once", () => {
  const disconnected = () =>
    listener.heard
      .filter(({ code }) => code === CODE["Disconnect-Request"])
      .map((packet) => packet.text(ATTRIBUTE["Acct-Session-Id"]));

  it("is trusted at neither: quarantine here, and the running session there has to ask again", async () => {
    const { world } = home;
    const id = await register(world, { mac });
    const nasSessionId = `twice-${id}`;
    const first = await askAt(home.nas, { nasSessionId });
    expect(vlanIn(first)).toEqual(vlan(120));
    expect(vlanIn(await askAt(other))).toEqual(vlan(QUARANTINE_VLAN));
    expect(await alarms(id)).toEqual([{ what: "twice", times: 1, nasId: other.id }]);
    await expect.poll(disconnected).toContain(nasSessionId);
    expect(vlanIn(await askAt(home.nas, { nasSessionId: `${nasSessionId}-again` }))).toEqual(
      vlan(QUARANTINE_VLAN),
    );
  });

  it("is trusted at neither also when both ask in the same instant, as after a power cut", async () => {
    const id = await register(home.world, { mac });
    const accepts = await Promise.all([
      askAt(home.nas, { nasSessionId: `first-${id}` }),
      askAt(other, { nasSessionId: `second-${id}` }),
    ]);
    expect(accepts.map(vlanIn)).toContainEqual(vlan(QUARANTINE_VLAN));
    expect((await alarms(id)).map(({ what }) => what)).toContain("twice");
    for (const nas of [home.nas, other]) expect(vlanIn(await askAt(nas))).toEqual(vlan(QUARANTINE_VLAN));
  });

  it("stays in quarantine until staff acknowledge it, also when it is alone again", async () => {
    const { world } = home;
    const id = await register(world, { mac });
    await askAt(home.nas);
    await askAt(other);
    world.clock.advance(3_600);
    await expect.poll(async () => (await deviceTable.of(world)).thing(mac)?.wasDoubled).toBe(true);
    expect(vlanIn(await askAt(home.nas))).toEqual(vlan(QUARANTINE_VLAN));
    await world
      .database("thing_alarms")
      .where({ thing_id: id })
      .update({ acknowledged_at: new Date(world.now()) });
    await heard(world, id);
    await expect.poll(async () => (await deviceTable.of(world)).thing(mac)?.wasDoubled).toBe(false);
    world.clock.advance(3_600);
    expect(vlanIn(await askAt(home.nas))).toEqual(vlan(120));
  });

  it("may move from one NAS to another when its session there is over", async () => {
    const id = await register(home.world, { mac });
    await askAt(home.nas);
    home.world.clock.advance(3_600);
    expect(vlanIn(await askAt(other))).toEqual(vlan(120));
    expect(await alarms(id)).toEqual([]);
  });
});

describe("a thing that cannot be trusted where there is no quarantine", () => {
  it("is rejected", async () => {
    const { world } = home;
    const say = async (quarantineVlan: number | null) => {
      const rules = { rememberDays: null, rememberPrivateDays: null, quarantineVlan };
      await setSiteRules(world.database, home.nas.siteId, rules);
      await announce(world.redis, { kind: "site", id: home.nas.siteId });
      const known = async () => (await deviceTable.of(world)).rulesAt(home.nas).quarantineVlan;
      await expect.poll(known).toBe(quarantineVlan);
    };
    const id = await register(world, {
      mac,
      pin: { nasId: home.nas.id, nasPortId: null, calledStationId: null },
    });
    await say(null);
    const reject = await askAt(other);
    expect(reject.code).toBe(CODE["Access-Reject"]);
    expect(reject.text(ATTRIBUTE["Reply-Message"])).toBe("quarantine_missing");
    expect((await alarms(id)).map(({ what }) => what)).toEqual(["elsewhere"]);
    await say(QUARANTINE_VLAN);
  });
});
