import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { raiseAlarm } from "#access/device/alarm-store";
import { lastVerified } from "#access/device/remembered-store";
import { deviceTable } from "#access/device/table";
import { thingAccount } from "#access/device/thing";
import { markThingSeen } from "#access/device/thing-store";
import { listNas } from "#access/nas/store";
import { instant } from "#access/postgres/instant";
import type { Devices } from "#admin/api/devices/shapes";
import { type Desk, deskAt, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

const CAMERA = {
  mac: "00-11-22-AA-BB-CC",
  name: "Camera ngã tư",
  kind: "traffic-camera",
  vlan: 120,
  pin: null,
};
const MAC = "00:11:22:aa:bb:cc";

describe("devices without people as staff see them", () => {
  let at: Office;
  let desk: Desk;
  let there: Province;
  let nasId: number;
  let id: number;
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    desk = (await signedInDesk(at)).desk;
    nasId = (await listNas(at.world))[0]?.id ?? 0;
    id = (await desk.ask("POST", "/api/devices", CAMERA)).body.id;
  });
  afterAll(() => at.close());

  const devices = async (): Promise<Devices> => (await desk.ask("GET", "/api/devices")).body;
  const actions = async (subjectKind: string): Promise<string[]> =>
    (await desk.ask("GET", `/api/audit?subjectKind=${subjectKind}`)).body.entries.map(
      ({ action }: { action: string }) => action,
    );

  it("are registered by an address in any notation, once, with an entry in the record", async () => {
    expect((await devices()).things).toMatchObject([{ id, mac: MAC, vlan: 120, pin: null, alarms: 0 }]);
    expect((await deviceTable.of(at.world)).thing(MAC)?.id).toBe(id);
    const again = await desk.ask("POST", "/api/devices", { ...CAMERA, mac: "001122aabbcc" });
    expect([again.status, again.body.code]).toEqual([409, "mac_taken"]);
    for (const wrong of [
      { vlan: 4095 },
      { mac: "0011" },
      { mac: "camera 1" },
      { kind: "toaster" },
      { name: " " },
    ])
      expect((await desk.ask("POST", "/api/devices", { ...CAMERA, ...wrong })).status).toBe(400);
    expect(await actions("thing")).toEqual(["thing.added"]);
  });

  it("are pinned to where they were last seen, and nowhere before that", async () => {
    const pin = (withPort: boolean) => desk.ask("POST", `/api/devices/${id}/pin`, { withPort });
    expect((await pin(true)).status).toBe(404);
    const place = { nasId, nasPortId: "Gi1/0/7", calledStationId: "00-AA-BB-CC-DD-EE:street" };
    await markThingSeen(at.world.database, id, place, at.world.now());
    expect((await pin(true)).status).toBe(200);
    expect((await devices()).things[0]?.pin).toMatchObject({
      nasId,
      nasPortId: "Gi1/0/7",
      calledStationId: null,
    });
    await pin(false);
    expect((await devices()).things[0]?.pin).toMatchObject({ nasId, nasPortId: null });
  });

  it("keep an alarm until it is acknowledged, which the record has and which makes them log in again", async () => {
    const { world } = at;
    const place = { nasId, nasPortId: null, calledStationId: null };
    await raiseAlarm(world.database, { thingId: id, what: "elsewhere", place, at: world.now() });
    const [alarm] = (await devices()).alarms;
    expect(alarm).toMatchObject({
      thingId: id,
      thingName: CAMERA.name,
      what: "elsewhere",
      acknowledgedAt: null,
    });
    expect((await devices()).things[0]?.alarms).toBe(1);
    const acknowledge = () => desk.ask("POST", `/api/devices/alarms/${alarm?.id}/acknowledge`);
    expect((await acknowledge()).status).toBe(200);
    expect((await acknowledge()).status).toBe(404);
    expect((await devices()).alarms[0]?.acknowledgedAt).toBe(world.now());
    expect((await actions("thing"))[0]).toBe("thing.alarm-acknowledged");
  });

  it("are not counted among the people online", async () => {
    const { world } = at;
    const before = (await desk.ask("GET", "/api/now")).body.online;
    const now = instant(world.now());
    await world.database("sessions").insert({
      subscriber_id: thingAccount(id),
      id: "0123456789abcdef",
      started_at: now,
      nas_id: nasId,
      site_id: 1,
      plan_id: 0,
      last_report_at: now,
    });
    expect((await desk.ask("GET", "/api/now")).body.online).toEqual(before);
  });

  it("are off the register when removed, and their address is free again", async () => {
    expect((await desk.ask("DELETE", `/api/devices/${id}`)).status).toBe(200);
    expect((await devices()).things).toEqual([]);
    expect((await desk.ask("DELETE", `/api/devices/${id}`)).status).toBe(404);
    expect((await desk.ask("POST", "/api/devices", CAMERA)).status).toBe(200);
  });

  it("are for who is signed in", async () => {
    const stranger = deskAt(at.admin.url);
    expect((await stranger.ask("GET", "/api/devices")).status).toBe(401);
    expect((await stranger.ask("POST", "/api/devices", CAMERA)).status).toBe(401);
  });

  it("have rules at each place, and phones that can be forgotten", async () => {
    const { world } = at;
    const rules = { rememberDays: 14, rememberPrivateDays: 1, quarantineVlan: 666 };
    const siteId = (await listNas(world)).find((nas) => nas.id === nasId)?.siteId;
    expect((await desk.ask("PUT", `/api/sites/${siteId}/devices`, rules)).status).toBe(200);
    expect((await desk.ask("PUT", "/api/sites/999999/devices", rules)).status).toBe(404);
    const table = await deviceTable.of(world);
    await expect.poll(() => table.rulesAt({ siteChain: [siteId ?? 0] })).toEqual(rules);
    await desk.ask("PUT", `/api/access-points/${nasId}/mac-password`, { password: "one for all" });
    await expect.poll(() => table.macPassword(nasId)).toBe("one for all");

    const [device] = await world
      .database("devices")
      .insert({
        subscriber_id: there.personId,
        mac: "a8:00:00:00:00:01",
        first_seen_at: instant(world.now()),
        last_seen_at: instant(world.now()),
        verified_at: instant(world.now()),
      })
      .returning<{ id: number }[]>("id");
    expect((await desk.ask("POST", `/api/phones/${device?.id}/forget`)).status).toBe(200);
    expect((await lastVerified(world.database, "a8:00:00:00:00:01"))?.revokedAt).toBe(world.now());
    expect((await desk.ask("POST", "/api/phones/999999/forget")).status).toBe(404);
    expect((await actions("person"))[0]).toBe("person.phone-forgotten");
  });
});
