import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { givePsk, setRadsec, takePsk } from "#access/nas/radsec-store";
import { addNas, listNas } from "#access/nas/store";
import { openNasTable } from "#access/nas/table";
import { addSite } from "#access/site/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
let site: number;
beforeAll(async () => {
  world = await testWorld();
  site = await addSite(world.database, { parentId: null, kind: "site", code: "s", name: "Bến xe" });
});
afterAll(() => world.close());

const add = async (): Promise<number> => {
  const { database } = world;
  return (await addNas(world, database, { siteId: site, name: "AP", kind: "generic", addresses: [] })).id;
};
const radsecOf = async (id: number) => (await listNas(world)).find((nas) => nas.id === id)?.radsec;
const fingerprint = "ab".repeat(32);

describe("a NAS over TLS", () => {
  it("has nothing of RadSec until it is given something", async () => {
    expect(await radsecOf(await add())).toBeUndefined();
  });

  it("gets a pre-shared key of 32 octets, sealed, that is not its secret", async () => {
    const id = await add();
    const psk = await givePsk(world, world.database, id, "ap-bến-xe");
    expect(psk).toMatch(/^[0-9a-f]{64}$/);
    expect(await radsecOf(id)).toEqual({
      required: false,
      pskIdentity: "ap-bến-xe",
      psk,
      fingerprint: null,
      name: null,
    });
    const [row] = await world.database("nas").where({ id });
    expect(row.radsec_psk_sealed.toString("latin1")).not.toContain(psk);
    expect(await givePsk(world, world.database, id, "ap-bến-xe")).not.toBe(psk);
    await takePsk(world, world.database, id);
    expect(await radsecOf(id)).toBeUndefined();
  });

  it("is bound to a certificate by fingerprint and by name, found by each, and required to use it", async () => {
    const id = await add();
    await setRadsec(world, world.database, id, {
      required: true,
      fingerprint: fingerprint.toUpperCase().replace(/..(?!$)/g, "$&:"),
      name: "AP-7.Wifi.Example",
    });
    expect(await radsecOf(id)).toEqual({
      required: true,
      pskIdentity: null,
      psk: null,
      fingerprint,
      name: "ap-7.wifi.example",
    });
    const table = await openNasTable(world);
    expect(table.byTlsIdentity({ kind: "fingerprint", value: fingerprint })?.id).toBe(id);
    expect(table.byTlsIdentity({ kind: "name", value: "ap-7.wifi.example" })?.id).toBe(id);
    expect(table.byTlsIdentity({ kind: "psk", value: "ap-7.wifi.example" })).toBeUndefined();
    await table.close();
  });

  it("shares its identity with nobody", async () => {
    await givePsk(world, world.database, await add(), "taken");
    await expect(givePsk(world, world.database, await add(), "taken")).rejects.toMatchObject({
      code: "radsec_identity_taken",
    });
  });

  it.each([
    ["radsec_fingerprint_invalid", { fingerprint: "ab:cd" }],
    ["radsec_name_invalid", { name: "*.wifi.example" }],
    ["radsec_name_invalid", { name: "a, DNS:b" }],
  ])("is refused with %s for %o", async (code, wish) => {
    await expect(setRadsec(world, world.database, await add(), wish)).rejects.toMatchObject({ code });
  });

  it.each([[""], ["a\u0000b"], ["é".repeat(65)]])("is refused the identity %j", async (identity) => {
    await expect(givePsk(world, world.database, await add(), identity)).rejects.toMatchObject({
      code: "radsec_psk_identity_invalid",
    });
  });

  it("must exist", async () => {
    await expect(setRadsec(world, world.database, 999_999, { required: true })).rejects.toMatchObject({
      code: "nas_unknown",
    });
  });
});
