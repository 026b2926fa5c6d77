import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listNas } from "#access/nas/store";
import { instant } from "#access/postgres/instant";
import { traceText } from "#access/trace/trace";
import type { AccessPoint } from "#admin/api/access-points/shapes";
import { stateOf } from "#admin/api/access-points/state";
import type { Now } from "#admin/api/now/shapes";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

const MINUTE = 60_000;

describe("the state of an access point", () => {
  const at = 1_000 * MINUTE;
  const signs = { enabled: true, lastHeardAt: at - MINUTE, interimSeconds: 300, mismatchAt: null };

  it("is receiving while reports come, and quiet after two were missed", () => {
    expect(stateOf(signs, at)).toBe("receiving");
    expect(stateOf({ ...signs, lastHeardAt: at - 10 * MINUTE }, at)).toBe("receiving");
    expect(stateOf({ ...signs, lastHeardAt: at - 12 * MINUTE }, at)).toBe("quiet");
  });

  it("is a secret mismatch while the last packet was signed with another secret, and no longer", () => {
    expect(stateOf({ ...signs, mismatchAt: at }, at)).toBe("secret-mismatch");
    expect(stateOf({ ...signs, mismatchAt: at - 2 * MINUTE }, at)).toBe("receiving");
    expect(stateOf({ ...signs, lastHeardAt: null, mismatchAt: at }, at)).toBe("secret-mismatch");
  });

  it("is never heard before the first packet, and off when staff switched it off", () => {
    expect(stateOf({ ...signs, lastHeardAt: null }, at)).toBe("never-heard");
    expect(stateOf({ ...signs, enabled: false, mismatchAt: at }, at)).toBe("off");
  });
});

describe("access points as staff see them", () => {
  let at: Office;
  let desk: Desk;
  let there: Province;
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const points = async (): Promise<AccessPoint[]> =>
    (await desk.ask("GET", "/api/access-points")).body.accessPoints;
  const nasOf = async (id: number) => (await listNas(at.world)).find((nas) => nas.id === id);

  const NEW = {
    name: "Cổng sau",
    kind: "coovachilli",
    addresses: ["10.30.0.1", "10.31.0.0/24"],
    nasIdentifier: null,
    loginOrigins: ["http://10.1.0.1:3990"],
    coaAddress: "10.30.0.1",
    coaPort: 3799,
  };
  const siteId = async (): Promise<number> => (await desk.ask("GET", "/api/sites")).body.sites[0].id;

  it("are shown now with their sites, worst first", async () => {
    const now: Now = (await desk.ask("GET", "/api/now")).body;
    expect(now.sites.map(({ state }) => state)).toEqual([
      "secret-mismatch",
      "quiet",
      "receiving",
      "receiving",
      "receiving",
      "receiving",
      "never-heard",
    ]);
    expect(now.sites[2]).toMatchObject({
      name: "Thành cổ Quảng Trị",
      communeName: "Phường Quảng Trị",
      online: 1,
    });
    expect(now).toMatchObject({
      online: { people: 1, sessions: 1 },
      signIns: { tried: 2, succeeded: 1 },
      octetsToday: { up: 150_000_000, down: 1_450_000_000 },
    });
  });

  it("come with the faults of today, and strangers apart", async () => {
    const { body } = await desk.ask("GET", "/api/access-points");
    const ill = body.accessPoints.find((point: AccessPoint) => point.state === "secret-mismatch");
    expect(ill.faults).toMatchObject([{ reason: "request-authenticator-wrong", count: 42 }]);
    expect(body.strangers).toMatchObject([{ source: "203.0.113.77", reason: "nas-unknown", count: 7 }]);
  });

  it("are added with secrets of at least 128 bits, shown once with what to type into the device", async () => {
    const { body } = await desk.ask("POST", "/api/access-points", { ...NEW, siteId: await siteId() });
    const stored = await nasOf(body.id);
    const [{ where, text }] = body.typeIn;
    expect(body.secret).toMatch(/^[0-9a-z]{32}$/);
    expect(stored).toMatchObject({ secret: body.secret, loginOrigins: NEW.loginOrigins });
    expect(where).toBe("chilli.conf");
    expect(text).toContain(`radiussecret ${body.secret}`);
    expect(text).toContain(`uamsecret ${stored?.portalSecret}`);
    expect(text).toContain(`uamserver http://127.0.0.1:8080/${body.slug}`);
    expect(JSON.stringify(await points())).not.toContain(body.secret);
    expect((await points()).find(({ id }) => id === body.id)?.addresses).toEqual(NEW.addresses);
  });

  it("are refused at a place that is no site, with no address, or with an address that is none", async () => {
    const site = await siteId();
    const add = (change: object) =>
      desk.ask("POST", "/api/access-points", { ...NEW, siteId: site, ...change });
    expect((await add({ siteId: 999_999 })).status).toBe(404);
    expect((await add({ addresses: [] })).status).toBe(400);
    expect((await add({ addresses: ["10.0.0.999"] })).status).toBe(400);
    expect((await add({ loginOrigins: ["javascript:alert(1)"] })).status).toBe(400);
  });

  it("get a new secret while the old one is taken for 24 hours more", async () => {
    const [id = 0] = there.nasIds;
    const before = await nasOf(id);
    const { body } = await desk.ask("POST", `/api/access-points/${id}/secret`);
    const after = await nasOf(id);
    expect(body.previousUntil).toBe(at.world.now() + 86_400_000);
    expect(after).toMatchObject({
      secret: body.secret,
      previousSecret: before?.secret,
      previousSecretUntil: body.previousUntil,
    });
    expect((await desk.ask("POST", "/api/access-points/999999/secret")).status).toBe(404);
  });

  it("are switched off and on", async () => {
    const [id = 0] = there.nasIds;
    await desk.ask("PUT", `/api/access-points/${id}/enabled`, { enabled: false });
    expect((await points()).find((point) => point.id === id)?.state).toBe("off");
    await desk.ask("PUT", `/api/access-points/${id}/enabled`, { enabled: true });
    expect((await nasOf(id))?.enabled).toBe(true);
  });

  it("leave the list when they are out of use, while decisions of the past name them", async () => {
    const { id, name } = (await points()).find((point) => point.name === NEW.name)!;
    await at.world.database("traces").insert({
      ...{ at: instant(at.world.now()), entry: "past", nas_id: id, outcome: "grant_unknown" },
      trace: traceText({ code: 3, asked: { by: "pap", signed: true } }),
    });
    expect(await desk.ask("DELETE", `/api/access-points/${id}`)).toMatchObject({ status: 200 });
    expect((await points()).map((point) => point.id)).not.toContain(id);
    expect(await nasOf(id)).toBeUndefined();
    const { decisions } = (await desk.ask("POST", "/api/explain", { nasId: id })).body;
    expect(decisions).toMatchObject([{ accessPointName: name }]);
    expect((await desk.ask("DELETE", `/api/access-points/${id}`)).status).toBe(404);
    expect((await desk.ask("PUT", `/api/access-points/${id}/enabled`, { enabled: true })).status).toBe(404);
  });

  it("leave each change in the audit record without a secret", async () => {
    const { entries } = (await desk.ask("GET", "/api/audit?subjectKind=access-point")).body;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      "access-point.archived",
      "access-point.switched-on",
      "access-point.switched-off",
      "access-point.secret-rotated",
      "access-point.added",
    ]);
    const secrets = (await listNas(at.world)).map(({ secret }) => secret);
    for (const secret of secrets) expect(JSON.stringify(entries)).not.toContain(secret);
  });
});
