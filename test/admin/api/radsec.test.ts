import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listNas } from "#access/nas/store";
import { listen } from "#access/notice/live";
import { addColleague, type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

const FINGERPRINT = "ab".repeat(32);

describe("how staff say what an access point proves itself with over TLS", () => {
  let at: Office;
  let owner: Desk;
  let desk: Desk;
  let there: Province;
  let path: string;
  let otherPath: string;
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    owner = (await signedInDesk(at)).desk;
    desk = await addColleague(at, owner, "network");
    const [one, other] = there.nasIds;
    path = `/api/access-points/${one}/radsec`;
    otherPath = `/api/access-points/${other}/radsec`;
  });
  afterAll(() => at.close());

  const stored = async () => (await listNas(at.world)).find(({ id }) => id === there.nasIds[0])?.radsec;
  const shown = async () => (await desk.ask("GET", path)).body;

  it("shows that the server takes no TLS while it is not switched on", async () => {
    expect(await shown()).toEqual({
      served: { psk: false, certificates: false, port: at.world.settings.RADSEC_PORT },
      required: false,
      pskIdentity: null,
      fingerprint: null,
      name: null,
    });
  });

  it("refuses to shut out an access point that has nothing to prove itself with", async () => {
    expect((await desk.ask("PUT", path, { required: true })).body.code).toBe("radsec_identity_missing");
    expect(await stored()).toBeUndefined();
  });

  it("makes a key of 256 bits, shown once, and announces it", async () => {
    let stop = async (): Promise<void> => {};
    let fresh: { psk: string } = { psk: "" };
    const notice = new Promise((resolve) => {
      void listen(at.world, resolve).then(async (listening) => {
        stop = listening;
        fresh = (await desk.ask("POST", `${path}/key`, { identity: "ga-dong-hoi" })).body;
      });
    });
    expect(await notice).toEqual({ kind: "nas", id: there.nasIds[0] });
    await stop();
    await expect.poll(() => fresh.psk).toMatch(/^[0-9a-f]{64}$/);
    expect(await stored()).toMatchObject({ pskIdentity: "ga-dong-hoi", psk: fresh.psk });
    expect(JSON.stringify(await shown())).not.toContain(fresh.psk);
    expect(JSON.stringify((await desk.ask("GET", "/api/access-points")).body)).not.toContain(fresh.psk);
    const { psk } = (await desk.ask("POST", `${path}/key`, { identity: "ga-dong-hoi" })).body;
    expect(psk).not.toBe(fresh.psk);
  });

  it("takes a certificate's name and fingerprint as people copy them, and TLS alone from then on", async () => {
    const spelled = FINGERPRINT.toUpperCase().replace(/..(?=.)/g, "$&:");
    await desk.ask("PUT", path, { name: "AP-1.wifi.example", fingerprint: spelled, required: true });
    expect(await shown()).toMatchObject({
      required: true,
      name: "ap-1.wifi.example",
      fingerprint: FINGERPRINT,
      pskIdentity: "ga-dong-hoi",
    });
  });

  it("withdraws one by one, but not the last while TLS alone is taken", async () => {
    expect((await desk.ask("DELETE", `${path}/key`)).status).toBe(200);
    expect((await desk.ask("PUT", path, { fingerprint: null })).status).toBe(200);
    expect((await desk.ask("PUT", path, { name: null })).body.code).toBe("radsec_identity_missing");
    expect(await stored()).toMatchObject({ name: "ap-1.wifi.example", fingerprint: null, psk: null });
    expect((await desk.ask("PUT", path, { name: null, required: false })).status).toBe(200);
    expect(await stored()).toBeUndefined();
  });

  it("says what is wrong with an identity, and changes nothing", async () => {
    await desk.ask("PUT", otherPath, { name: "ap-2.wifi.example" });
    await desk.ask("POST", `${otherPath}/key`, { identity: "taken" });
    const refused = async (body: object) => (await desk.ask("PUT", path, body)).body.code;
    expect(await refused({ fingerprint: "abc" })).toBe("radsec_fingerprint_invalid");
    expect(await refused({ name: "*.wifi.example" })).toBe("radsec_name_invalid");
    expect(await refused({ name: "ap-2.wifi.example" })).toBe("radsec_identity_taken");
    const key = async (identity: string) => (await desk.ask("POST", `${path}/key`, { identity })).body.code;
    expect(await key("taken")).toBe("radsec_identity_taken");
    expect(await key("đ".repeat(65))).toBe("radsec_psk_identity_invalid");
    expect(await key("a\u0000b")).toBe("radsec_psk_identity_invalid");
    expect(await stored()).toBeUndefined();
    expect((await desk.ask("PUT", "/api/access-points/999999/radsec", { required: false })).status).toBe(404);
  });

  it("leaves each change in the record and never a key", async () => {
    const entries = await at.world
      .database("audit")
      .whereLike("action", "access-point.radsec%")
      .orderBy("id");
    expect(entries.map(({ action }) => action.replace("access-point.radsec-", ""))).toEqual([
      "key-given",
      "key-given",
      "changed",
      "key-taken",
      "changed",
      "changed",
      "changed",
      "key-given",
    ]);
    expect(entries[0].detail).toEqual({ name: "Thành cổ Quảng Trị 1", identity: "ga-dong-hoi" });
    const other = (await listNas(at.world)).find(({ id }) => id === there.nasIds[1]);
    expect(other?.radsec?.psk).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(entries)).not.toContain(other?.radsec?.psk);
  });

  it("is not for the desk", async () => {
    const counter = await addColleague(at, owner, "desk");
    expect((await counter.ask("GET", path)).status).toBe(403);
    expect((await counter.ask("POST", `${path}/key`, { identity: "mine" })).status).toBe(403);
  });
});
