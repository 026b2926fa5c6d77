import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setMacPassword } from "#access/device/rules-store";
import { addNas, archiveNas, claimForLab, listNas, rotateSecret, setEnabled } from "#access/nas/store";
import { closeNasTable, nasBySlug, openNasTable } from "#access/nas/table";
import { announce } from "#access/notice/live";
import { keyringOf } from "#access/runtime/keyring";
import { addSite } from "#access/site/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };

let world: TestWorld;
let province: number;
let commune: number;
let site: number;
beforeAll(async () => {
  world = await testWorld();
  province = await addSite(world.database, {
    parentId: null,
    kind: "province",
    code: "44",
    name: "Quảng Trị",
    zone: "Asia/Dhaka",
  });
  commune = await addSite(world.database, {
    parentId: province,
    kind: "commune",
    code: "c",
    name: "Đông Hà",
  });
  site = await addSite(world.database, { parentId: commune, kind: "site", code: "s", name: "Chợ Đông Hà" });
});
afterAll(async () => {
  await closeNasTable(world);
  await world.close();
});

const add = (over: Partial<Parameters<typeof addNas>[2]> = {}) =>
  addNas(world, world.database, {
    siteId: site,
    name: "Cổng chợ Đông Hà",
    kind: "coovachilli",
    addresses: ["10.1.2.3"],
    ...over,
  });

const nasOf = async (id: number) => (await listNas(world)).find((nas) => nas.id === id);

describe("a NAS that was added", () => {
  it("comes back whole, its secrets opened, its sites nearest first and the nearest zone", async () => {
    const { id } = await add({
      slug: "cho-dong-ha",
      secret: "a-secret-of-sixteen",
      portalSecret: "uam-secret",
      portalUrl: "http://portal.example/cho-dong-ha",
      loginOrigins: ["http://10.1.0.1:3990"],
      addresses: ["10.1.2.77/24", "2001:DB8::1"],
      nasIdentifier: "nas01",
      coaAddress: "10.1.2.3",
      coaPort: 1700,
      viewpoint: "client",
      messageAuthenticator: "auto",
      interimSeconds: 120,
    });
    expect(await nasOf(id)).toEqual({
      id,
      siteId: site,
      siteChain: [site, commune, province],
      siteName: "Chợ Đông Hà",
      zone: "Asia/Dhaka",
      slug: "cho-dong-ha",
      name: "Cổng chợ Đông Hà",
      kind: "coovachilli",
      addresses: ["10.1.2.0/24", "2001:db8::1/128"],
      nasIdentifier: "nas01",
      secret: "a-secret-of-sixteen",
      previousSecret: null,
      previousSecretUntil: null,
      portalSecret: "uam-secret",
      portalUrl: "http://portal.example/cho-dong-ha",
      loginOrigins: ["http://10.1.0.1:3990"],
      coaAddress: "10.1.2.3",
      coaPort: 1700,
      changesBy: "udp",
      macForm: null,
      signsChanges: null,
      stampsChanges: null,
      viewpoint: "client",
      messageAuthenticator: "auto",
      omitsReplySignature: false,
      calledStations: [],
      leadsBy: null,
      interimSeconds: 120,
      mayReauthenticate: false,
      fastestKbps: null,
      renewEvery: null,
      changeIdentify: null,
      changeFault: null,
      enabled: true,
    });
  });

  it("comes back with every name of its roles, the usual ones where none was chosen", async () => {
    const { id } = await add({ kind: "aruba-instant", profileNames: { full: "Khách", slow: "Khách chậm" } });
    expect((await nasOf(id))?.profileNames).toEqual({
      full: "Khách",
      slow: "Khách chậm",
      "government-only": "government-only",
    });
    expect((await nasOf((await add({ kind: "aruba-instant" })).id))?.profileNames).toBeUndefined();
  });

  it("gets a readable slug and a secret of 160 bits when none is given", async () => {
    const made = await add();
    expect(made.slug).toMatch(/^cong-cho-dong-ha-[0-9a-z]{5}$/);
    expect(made.secret).toMatch(/^[0-9a-z]{32}$/);
    expect((await add()).slug).not.toBe(made.slug);
    expect((await add({ name: "微波炉" })).slug).toMatch(/^ap-/);
    expect(await nasOf(made.id)).toMatchObject({ zone: "Asia/Dhaka", coaAddress: null, portalSecret: null });
  });

  it("is kept without its secret being readable, and cannot be opened with another master secret", async () => {
    const { id, secret } = await add();
    const { rows } = await world.database.raw(`select secret_sealed from nas where id = ?`, [id]);
    expect(rows[0].secret_sealed.includes(secret)).toBe(false);
    const stranger = { ...world, keyring: keyringOf("another-master-secret-0123456789-abcdef") };
    await expect(listNas(stranger)).rejects.toMatchObject({ code: "sealed_unreadable" });
  });

  it("is refused with a slug that is taken or an address that is none", async () => {
    await expect(add({ slug: "cho-dong-ha" })).rejects.toMatchObject({ code: "nas_slug_taken" });
    await expect(add({ addresses: ["10.1.2"] })).rejects.toMatchObject({ code: "nas_address_invalid" });
    await expect(add({ coaAddress: "gateway" })).rejects.toMatchObject({ code: "nas_address_invalid" });
  });

  it("takes both secrets for a while after a new one was made", async () => {
    const { id, secret } = await add();
    const graceUntil = world.now() + 86_400_000;
    const fresh = await rotateSecret(world, world.database, { nasId: id, graceUntil });
    expect(fresh).not.toBe(secret);
    expect(await nasOf(id)).toMatchObject({
      secret: fresh,
      previousSecret: secret,
      previousSecretUntil: graceUntil,
    });
    await expect(rotateSecret(world, world.database, { nasId: 999, graceUntil })).rejects.toMatchObject({
      code: "nas_unknown",
    });
  });

  it("is in no list once it is out of use, and cannot be switched on", async () => {
    const { id } = await add({ name: "Cổng cũ" });
    expect(await archiveNas(world.database, id, world.now())).toBe("Cổng cũ");
    expect(await nasOf(id)).toBeUndefined();
    const unknown = { code: "nas_unknown" };
    await expect(archiveNas(world.database, id, world.now())).rejects.toMatchObject(unknown);
    await expect(setEnabled(world.database, id, true)).rejects.toMatchObject(unknown);
    await expect(setMacPassword(world, world.database, id, "secret")).rejects.toMatchObject(unknown);
  });

  it("lets the lab answer for it", async () => {
    const { id } = await add();
    await claimForLab(world.database, id, 45_000);
    expect(await nasOf(id)).toMatchObject({ coaAddress: "127.0.0.1", coaPort: 45_000 });
  });

  it("is in the zone of Viet Nam where no place names one", async () => {
    const alone = await addSite(world.database, {
      parentId: null,
      kind: "site",
      code: "alone",
      name: "Cồn Cỏ",
    });
    const { id } = await add({ siteId: alone });
    expect(await nasOf(id)).toMatchObject({ zone: "Asia/Ho_Chi_Minh", siteChain: [alone] });
  });
});

describe("the table of NAS", () => {
  it("learns of a new NAS and of one switched off, without restart", async () => {
    const table = await openNasTable(world);
    const { id, slug } = await add({ addresses: ["192.0.2.9"] });
    expect(table.bySource("192.0.2.9")).toEqual([]);
    await announce(world.redis, { kind: "nas", id });
    await vi.waitFor(
      () => expect(table.bySource("::ffff:192.0.2.9").map((nas) => nas.id)).toEqual([id]),
      SOON,
    );
    expect(table.bySlug(slug)?.enabled).toBe(true);
    await setEnabled(world.database, id, false);
    await announce(world.redis, { kind: "nas", id });
    await vi.waitFor(() => expect(table.byId(id)?.enabled).toBe(false), SOON);
    await table.close();
  });

  it("is never empty because a query failed", async () => {
    const table = await openNasTable(world);
    await world.database.raw(`alter table nas rename to nas_away`);
    const error = vi.spyOn(world.log, "error");
    await announce(world.redis, { kind: "site", id: site });
    await vi.waitFor(() => expect(error).toHaveBeenCalled(), SOON);
    expect(table.bySlug("cho-dong-ha")?.siteId).toBe(site);
    await world.database.raw(`alter table nas_away rename to nas`);
    error.mockRestore();
    await table.close();
  });

  it("answers for a slug wherever the world is at hand", async () => {
    expect((await nasBySlug(world, "cho-dong-ha"))?.siteId).toBe(site);
    expect(await nasBySlug(world, "no-such-slug")).toBeUndefined();
  });
});
