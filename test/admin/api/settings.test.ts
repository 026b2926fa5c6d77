import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceTable } from "#access/device/table";
import { listNas } from "#access/nas/store";
import { listen } from "#access/notice/live";
import type { AccessPoint } from "#admin/api/access-points/shapes";
import { addColleague, type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

describe("what staff say of an access point", () => {
  let at: Office;
  let owner: Desk;
  let desk: Desk;
  let there: Province;
  let id: number;
  let siteIds: number[];
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    owner = (await signedInDesk(at)).desk;
    desk = await addColleague(at, owner, "network");
    id = there.nasIds[0] ?? 0;
    siteIds = (await desk.ask("GET", "/api/sites")).body.sites.map((site: { id: number }) => site.id);
  });
  afterAll(() => at.close());

  const shown = async (): Promise<AccessPoint> =>
    (await desk.ask("GET", "/api/access-points")).body.accessPoints.find(
      (point: AccessPoint) => point.id === id,
    );
  const stored = async () => (await listNas(at.world)).find((nas) => nas.id === id);
  const PLAIN = {
    name: "Thành cổ Quảng Trị 1",
    coaAddress: null as string | null,
    coaPort: 3_799,
    changesBy: "udp",
    macForm: null as string | null,
    signsChanges: null as boolean | null,
    stampsChanges: null as boolean | null,
    viewpoint: "auto",
    fastestKbps: null,
    renewEvery: null,
    mayReauthenticate: false,
    calledStations: [] as string[],
    leadsBy: null,
    profileNames: {},
  };
  const say = (change: object, by = desk) =>
    by.ask("PUT", `/api/access-points/${id}/settings`, { ...PLAIN, siteId: siteIds[0], ...change });
  const lastDetail = async () => {
    const { entries } = (await owner.ask("GET", "/api/audit?subjectKind=access-point")).body;
    return entries[0].detail;
  };

  it("is nothing at first, so that its family and the program's settings hold", async () => {
    expect(await shown()).toMatchObject({ ...PLAIN, siteId: siteIds[0], hasMacPassword: false });
  });

  it("reaches the programs by a notice, each radio once and in one notation", async () => {
    const heard: unknown[] = [];
    const stop = await listen(at.world, (notice) => heard.push(notice));
    const wish = {
      viewpoint: "client",
      fastestKbps: 100_000,
      renewEvery: 900,
      mayReauthenticate: true,
      leadsBy: "Cổng chào",
      calledStations: ["00-11-22-AA-BB-CC", "0011.22aa.bbcd", "001122aabbcc"],
    };
    expect((await say(wish)).status).toBe(200);
    await expect.poll(() => heard).toContainEqual({ kind: "nas", id });
    await stop();
    const kept = { ...wish, calledStations: ["00:11:22:aa:bb:cc", "00:11:22:aa:bb:cd"] };
    expect(await stored()).toMatchObject(kept);
    expect(await shown()).toMatchObject(kept);
  });

  it("moves it to another site under another name", async () => {
    expect((await say({ siteId: siteIds[1], name: "Cầu Hiền Lương 9" })).status).toBe(200);
    expect(await shown()).toMatchObject({ name: "Cầu Hiền Lương 9", siteName: "Cầu Hiền Lương – Bến Hải" });
  });

  it("leaves in the record what is other than before, and nothing else", async () => {
    expect(await lastDetail()).toEqual({
      accessPoint: "Thành cổ Quảng Trị 1",
      name: "Cầu Hiền Lương 9",
      site: "Cầu Hiền Lương – Bến Hải",
      viewpoint: "auto",
      fastestKbps: null,
      renewEvery: null,
      mayReauthenticate: false,
      calledStations: "",
      leadsBy: null,
    });
    await say({ fastestKbps: 50_000 });
    await say({ fastestKbps: 60_000 });
    expect(await lastDetail()).toEqual({ accessPoint: "Thành cổ Quảng Trị 1", fastestKbps: 60_000 });
  });

  it("is where changes of its sessions are sent, and forgets what came of them elsewhere", async () => {
    const fault = { change_fault: "silent", change_fault_at: new Date(at.world.now()) };
    await at.world
      .database("nas_state")
      .insert({ nas_id: id, ...fault })
      .onConflict("nas_id")
      .merge();
    const there = { coaAddress: "::ffff:10.20.0.1", coaPort: 1_700, macForm: "aabb.ccdd" };
    expect((await say(there)).status).toBe(200);
    const kept = { ...there, coaAddress: "10.20.0.1", changeFault: null };
    expect(await stored()).toMatchObject(kept);
    expect(await shown()).toMatchObject(kept);
    expect(await lastDetail()).toMatchObject({ coaAddress: "10.20.0.1", coaPort: 1_700 });
    await at.world.database("nas_state").where({ nas_id: id }).update(fault);
    expect((await say({ ...there, fastestKbps: 90_000 })).status).toBe(200);
    expect(await stored()).toMatchObject({ changeFault: "silent" });
  });

  it("is the way changes of its sessions go, once it can prove itself over TLS", async () => {
    const down = { changesBy: "radsec" };
    expect(await say(down)).toMatchObject({ status: 409, body: { code: "radsec_identity_missing" } });
    const radsec = `/api/access-points/${id}/radsec`;
    await desk.ask("PUT", radsec, { name: "ap-7.wifi.example" });
    await at.world.database("nas_state").where({ nas_id: id }).update({ change_fault: "silent" });
    expect((await say(down)).status).toBe(200);
    expect(await stored()).toMatchObject({ ...down, changeFault: null });
    expect(await shown()).toMatchObject(down);
    expect(await lastDetail()).toMatchObject(down);
    const withdrawn = () => desk.ask("PUT", radsec, { name: null });
    expect((await withdrawn()).body.code).toBe("radsec_identity_missing");
    expect((await say({})).status).toBe(200);
    expect((await withdrawn()).status).toBe(200);
  });

  it("is what changes of its sessions carry, and forgets what came of them without", async () => {
    const fault = { change_fault: "silent", change_fault_at: new Date(at.world.now()) };
    for (const wish of [{ signsChanges: true }, { stampsChanges: false }, { stampsChanges: null }]) {
      await at.world.database("nas_state").where({ nas_id: id }).update(fault);
      expect((await say(wish)).status).toBe(200);
      expect(await stored()).toMatchObject({ ...wish, changeFault: null });
      expect(await shown()).toMatchObject(wish);
      expect(await lastDetail()).toMatchObject(wish);
    }
  });

  it("is no address for changes where its family takes none", async () => {
    const { kind } = await at.world.database("nas").where({ id }).first("kind");
    await at.world.database("nas").where({ id }).update({ kind: "pfsense" });
    expect(await say({ coaAddress: "10.20.0.1" })).toMatchObject({
      status: 409,
      body: { code: "takes_no_changes" },
    });
    expect((await say({ changesBy: "radsec" })).body.code).toBe("takes_no_changes");
    await at.world.database("nas").where({ id }).update({ kind });
  });

  it("is what its roles and filters are called, an empty name for the usual one", async () => {
    const wish = { profileNames: { full: " Khách ", slow: "", "government-only": "chỉ dịch vụ công" } };
    expect((await say(wish)).status).toBe(200);
    const chosen = { full: "Khách", "government-only": "chỉ dịch vụ công" };
    expect((await shown()).profileNames).toEqual(chosen);
    expect((await stored())?.profileNames).toEqual({ ...chosen, slow: "Khách" });
    expect(await lastDetail()).toMatchObject({ fullName: "Khách", governmentOnlyName: "chỉ dịch vụ công" });
    expect((await say({})).status).toBe(200);
    expect((await shown()).profileNames).toEqual({});
    expect((await stored())?.profileNames).toBeUndefined();
  });

  it("is no name where its family is told none", async () => {
    const { kind } = await at.world.database("nas").where({ id }).first("kind");
    await at.world.database("nas").where({ id }).update({ kind: "pfsense" });
    expect(await say({ profileNames: { slow: "crawl" } })).toMatchObject({
      status: 409,
      body: { code: "names_no_roles" },
    });
    expect((await say({ profileNames: { slow: "" } })).status).toBe(200);
    await at.world.database("nas").where({ id }).update({ kind });
  });

  it("is refused where it cannot be", async () => {
    for (const wrong of [
      { renewEvery: 299 },
      { renewEvery: 86_401 },
      { mayReauthenticate: null },
      { fastestKbps: 0 },
      { viewpoint: "mine" },
      { calledStations: ["radio 1"] },
      { name: " " },
      { coaAddress: "gateway" },
      { coaPort: 0 },
      { changesBy: "sms" },
      { macForm: "AA_BB" },
      { signsChanges: "sent" },
      { profileNames: { slow: "a\nb" } },
      { profileNames: { full: "ữ".repeat(83) } },
      { profileNames: { fast: "fast" } },
    ])
      expect((await say(wrong)).status, JSON.stringify(wrong)).toBe(400);
    const commune = await at.world.database("sites").where({ kind: "commune" }).first("id");
    expect((await say({ siteId: commune.id })).status).toBe(404);
    const nobody = await desk.ask("PUT", "/api/access-points/999999/settings", {
      ...PLAIN,
      siteId: siteIds[0],
    });
    expect(nobody.status).toBe(404);
  });

  it("keeps a name or a radio for one that may send from any address", async () => {
    await at.world
      .database("nas")
      .where({ id })
      .update({ addresses: ["0.0.0.0/0"], nas_identifier: null });
    expect(await say({ calledStations: [] })).toMatchObject({
      status: 409,
      body: { code: "anywhere_nameless" },
    });
    expect((await say({ calledStations: ["00:11:22:aa:bb:cc"] })).status).toBe(200);
  });

  it("is a password for every MAC address that is set and taken away, and never shown", async () => {
    const table = await deviceTable.of(at.world);
    const password = (wish: string | null) =>
      desk.ask("PUT", `/api/access-points/${id}/mac-password`, { password: wish });
    expect((await password("mot cho tat ca")).status).toBe(200);
    await expect.poll(() => table.macPassword(id)).toBe("mot cho tat ca");
    expect((await shown()).hasMacPassword).toBe(true);
    const told = [
      await desk.ask("GET", "/api/access-points"),
      await owner.ask("GET", "/api/audit?subjectKind=access-point"),
    ];
    expect(JSON.stringify(told)).not.toContain("mot cho tat ca");
    expect((await password(null)).status).toBe(200);
    await expect.poll(() => table.macPassword(id)).toBeUndefined();
    expect((await shown()).hasMacPassword).toBe(false);
  });

  it("is not for the desk to say", async () => {
    const counter = await addColleague(at, owner, "desk");
    expect((await say({}, counter)).status).toBe(403);
  });
});
