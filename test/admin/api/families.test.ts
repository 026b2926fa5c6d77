import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listNas } from "#access/nas/store";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import type { Family } from "#admin/api/families/shapes";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { province } from "../province.ts";

describe("the families of access points at the panel", () => {
  let at: Office;
  let desk: Desk;
  let siteId: number;
  beforeAll(async () => {
    at = await office();
    await province(at.world);
    desk = (await signedInDesk(at)).desk;
    siteId = (await desk.ask("GET", "/api/sites")).body.sites[0].id;
  });
  afterAll(() => at.close());

  const add = (kind: NasKind, change: object = {}) => {
    const plain = {
      name: `Cổng ${kind}`,
      kind,
      addresses: ["10.40.0.1"],
      nasIdentifier: kind,
      coaAddress: null,
    };
    return desk.ask("POST", "/api/access-points", {
      ...plain,
      siteId,
      loginOrigins: ["http://10.40.0.1:3990"],
      ...change,
    });
  };
  const nasOf = async (id: number) => (await listNas(at.world)).find((nas) => nas.id === id);

  it("are all offered, each with what it cannot be told and how that is known", async () => {
    const families: Family[] = (await desk.ask("GET", "/api/families")).body.families;
    expect(families.map(({ kind }) => kind)).toEqual(NAS_KINDS);
    const of = (kind: NasKind) => families.find((family) => family.kind === kind);
    expect(of("omada")).toMatchObject({ coa: { means: "none" }, renewEvery: 1_800, signIn: "none" });
    expect(families.filter(({ asksRadius }) => !asksRadius).map(({ kind }) => kind)).toEqual(["opennds"]);
    expect(of("cisco-wlc")).toMatchObject({ coa: { means: "disconnect", port: 1_700, macForm: "AA-BB" } });
    expect(of("mikrotik")?.coa).toMatchObject({ macForm: null, signed: true, stamped: true });
    expect(of("meraki")?.coa).toMatchObject({ signed: false, stamped: true });
    expect(of("fortinet")?.naming).toEqual({
      attribute: "Fortinet-Group-Name",
      usual: { full: null, slow: "slow", "government-only": "government-only" },
    });
    expect(of("uspot")).toMatchObject({
      evidence: "source",
      signIn: "own",
      cannot: [...VENDORS.uspot.cannot],
    });
  });

  it("take changes on the port of their family unless told another", async () => {
    expect((await nasOf((await add("cisco-wlc")).body.id))?.coaPort).toBe(1_700);
    expect((await nasOf((await add("mikrotik")).body.id))?.coaPort).toBe(3_799);
    expect((await nasOf((await add("cisco-wlc", { coaPort: 3_799 })).body.id))?.coaPort).toBe(3_799);
  });

  it("get a secret for the redirect where they sign it, and are told it in their own words", async () => {
    for (const kind of NAS_KINDS) {
      const loginOrigins = ["http://10.40.0.1:3990"];
      const { body } = await add(kind, { loginOrigins });
      const portalSecret = (await nasOf(body.id))?.portalSecret ?? null;
      const dialect: string = VENDORS[kind].dialect;
      expect(portalSecret !== null, kind).toBe(["uam", "opennds"].includes(dialect));
      const told = JSON.stringify(body.typeIn);
      expect(told.includes(body.secret), kind).toBe(dialect !== "opennds"); // openNDS speaks no RADIUS
      if (portalSecret !== null) expect(told, kind).toContain(portalSecret);
    }
  });

  it("are told where uspot keeps its settings, with the port it takes changes on", async () => {
    const { body } = await add("uspot", { coaPort: 3_800 });
    expect(body.typeIn[0].where).toBe("/etc/config/uspot");
    expect(body.typeIn[0].text).toContain(`option uam_server 'http://127.0.0.1:8080/${body.slug}'`);
    expect(body.typeIn[0].text).toContain("option das_port '3800'");
  });

  it("are not told of changes where none are taken, and refuse an address for them", async () => {
    expect(JSON.stringify((await add("omada")).body.typeIn)).not.toContain("CoA");
    expect(JSON.stringify((await add("cisco-wlc")).body.typeIn)).toContain("UDP 1700");
    expect(await add("omada", { coaAddress: "10.40.0.1" })).toMatchObject({
      status: 400,
      body: { fields: { where: "body.coaAddress" } },
    });
  });

  it("need a place to send people to only where people sign in through them", async () => {
    expect((await add("unifi", { loginOrigins: [] })).status).toBe(200);
    expect((await add("mikrotik", { loginOrigins: [] })).body.fields.where).toBe("body.loginOrigins");
  });
});
