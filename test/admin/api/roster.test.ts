import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permissionsOf } from "#admin/staff/roles";
import { addColleague, type Desk, deskAt, NEW_PASSWORD, type Office, office, signedInDesk } from "../desk.ts";

describe("who is staff", () => {
  let at: Office;
  let owner: Desk;
  beforeAll(async () => {
    at = await office();
    owner = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const listed = async () => (await owner.ask("GET", "/api/staff")).body.staff;
  const memberOf = async (login: string) =>
    (await listed()).find((member: { login: string }) => member.login === login);
  const add = (login: string, role = "network") =>
    owner.ask("POST", "/api/staff", { login, name: "Nguyễn Văn A", role });
  const stepOf = async (desk: Desk) => (await desk.ask("GET", "/api/me")).body.step;
  const signIn = async (login: string, password: string): Promise<Desk> => {
    const desk = deskAt(at.admin.url);
    await desk.ask("POST", "/api/me/sign-in", { login, password });
    return desk;
  };

  it("begins with the first administrator, seen as oneself", async () => {
    expect(await listed()).toMatchObject([
      { login: "admin", role: "owner", hasCode: true, mustChangePassword: false, sessions: 1, isThis: true },
    ]);
  });

  it("grows by a login with a one-time password, which must be changed at the first sign-in", async () => {
    const { body } = await add("ky.thuat");
    expect(body.password).toMatch(/^[0-9a-z]{20}$/);
    const desk = await signIn("ky.thuat", body.password);
    expect(await stepOf(desk)).toBe("new-password");
    expect(await memberOf("ky.thuat")).toMatchObject({
      mustChangePassword: true,
      hasCode: false,
      isThis: false,
    });
    expect(JSON.stringify(await listed())).not.toContain(body.password);
  });

  it("refuses a login that is taken, malformed, or a role there is not", async () => {
    expect((await add("ky.thuat")).body.code).toBe("login_taken");
    expect((await add("Kỹ Thuật")).status).toBe(400);
    expect((await add("x".repeat(41))).status).toBe(400);
    expect((await add("moi", "king")).status).toBe(400);
    expect(await listed()).toHaveLength(2);
  });

  it("gives each role what it may do, and only owners this page", async () => {
    const network = await addColleague(at, owner, "network");
    const { role, permissions } = (await network.ask("GET", "/api/me")).body;
    expect({ role, permissions }).toEqual({ role: "network", permissions: permissionsOf("network") });
    for (const [method, path] of [
      ["GET", "/api/staff"],
      ["POST", "/api/staff"],
      ["POST", "/api/staff/1/password"],
      ["PUT", "/api/staff/1/enabled"],
      ["PUT", "/api/staff/1/role"],
      ["DELETE", "/api/staff/1/sessions"],
    ] as const)
      expect((await network.ask(method, path, method === "GET" ? undefined : {})).status, path).toBe(403);
  });

  it("ends somebody's sessions at once", async () => {
    const network = await signIn("ky.thuat", (await resetOf("ky.thuat", false)).password);
    expect(await stepOf(network)).toBe("new-password");
    const { id } = await memberOf("ky.thuat");
    expect((await owner.ask("DELETE", `/api/staff/${id}/sessions`)).status).toBe(200);
    expect(await stepOf(network)).toBe("sign-in");
    expect((await owner.ask("DELETE", "/api/staff/999999/sessions")).status).toBe(404);
  });

  const resetOf = async (login: string, forgetCode: boolean) => {
    const { id } = await memberOf(login);
    return (await owner.ask("POST", `/api/staff/${id}/password`, { forgetCode })).body;
  };

  it("gives a new one-time password that ends the old one, the sessions and the lock, and keeps the code", async () => {
    const desk = await addColleague(at, owner, "desk");
    for (let tries = 0; tries < 5; tries += 1) await signIn("desk.colleague", "wrong");
    expect((await memberOf("desk.colleague")).lockedUntil).toBe(at.world.now() + 30_000);
    const { password } = await resetOf("desk.colleague", false);
    expect(await stepOf(desk)).toBe("sign-in");
    expect(await stepOf(await signIn("desk.colleague", NEW_PASSWORD))).toBe("sign-in");
    expect(await stepOf(await signIn("desk.colleague", password))).toBe("code");
  });

  it("forgets the code of a lost phone when asked to", async () => {
    const { password } = await resetOf("desk.colleague", true);
    const desk = await signIn("desk.colleague", password);
    expect(await stepOf(desk)).toBe("new-password");
    await desk.ask("POST", "/api/me/password", { current: password, next: NEW_PASSWORD });
    expect(await stepOf(desk)).toBe("enrol-code");
  });

  it("leaves one's own password to the account page", async () => {
    const { id } = await memberOf("admin");
    const answer = await owner.ask("POST", `/api/staff/${id}/password`, { forgetCode: true });
    expect(answer).toMatchObject({ status: 409, body: { code: "not_oneself" } });
    expect((await memberOf("admin")).hasCode).toBe(true);
  });

  it("switches a login off with its sessions, and on again without them", async () => {
    const desk = await signIn("desk.colleague", NEW_PASSWORD);
    expect(await stepOf(desk)).toBe("enrol-code");
    const { id } = await memberOf("desk.colleague");
    await owner.ask("PUT", `/api/staff/${id}/enabled`, { enabled: false });
    expect(await stepOf(desk)).toBe("sign-in");
    expect(await stepOf(await signIn("desk.colleague", NEW_PASSWORD))).toBe("sign-in");
    expect((await memberOf("desk.colleague")).disabledAt).toBe(at.world.now());
    await owner.ask("PUT", `/api/staff/${id}/enabled`, { enabled: true });
    expect(await stepOf(desk)).toBe("sign-in");
    expect(await stepOf(await signIn("desk.colleague", NEW_PASSWORD))).toBe("enrol-code");
  });

  const giveRole = async (login: string, role: string, by = owner) =>
    by.ask("PUT", `/api/staff/${(await memberOf(login)).id}/role`, { role });

  it("gives another role that holds from the next request on, without a new sign-in", async () => {
    const clerk = await addColleague(at, owner, "desk", "desk.promoted");
    expect((await clerk.ask("GET", "/api/access-points")).status).toBe(403);
    expect((await giveRole("desk.promoted", "network")).status).toBe(200);
    expect((await clerk.ask("GET", "/api/access-points")).status).toBe(200);
    expect((await giveRole("desk.promoted", "king")).status).toBe(400);
    expect((await owner.ask("PUT", "/api/staff/999999/role", { role: "desk" })).status).toBe(404);
  });

  it("always keeps one owner who can sign in", async () => {
    const { id } = await memberOf("admin");
    const off = () => owner.ask("PUT", `/api/staff/${id}/enabled`, { enabled: false });
    expect((await off()).body.code).toBe("last_owner");
    expect(await giveRole("admin", "desk")).toMatchObject({ status: 409, body: { code: "last_owner" } });
    expect((await giveRole("admin", "owner")).status).toBe(200);
    const second = (await add("chu.quan", "owner")).body.id;
    await owner.ask("PUT", `/api/staff/${second}/enabled`, { enabled: false });
    expect((await off()).body.code).toBe("last_owner");
    expect((await giveRole("admin", "network")).body.code).toBe("last_owner");
  });

  it("keeps one owner also when two take each other's role at the same moment", async () => {
    const { database } = at.world;
    const second = await addColleague(at, owner, "owner", "owner.second");
    const [admin, other] = [await memberOf("admin"), await memberOf("owner.second")];
    const answers = await Promise.all([
      owner.ask("PUT", `/api/staff/${other.id}/role`, { role: "desk" }),
      second.ask("PUT", `/api/staff/${admin.id}/role`, { role: "desk" }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await database("staff").where({ role: "owner" }).whereNull("disabled_at")).toHaveLength(1);
    await database("staff").where({ id: other.id }).update({ role: "desk" });
    await database("staff").where({ id: admin.id }).update({ role: "owner" });
  });

  it("keeps one owner also when two switch each other off at the same moment", async () => {
    const other = await addColleague(at, owner, "owner");
    const [admin, colleague] = [await memberOf("admin"), await memberOf("owner.colleague")];
    const answers = await Promise.all([
      owner.ask("PUT", `/api/staff/${colleague.id}/enabled`, { enabled: false }),
      other.ask("PUT", `/api/staff/${admin.id}/enabled`, { enabled: false }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await at.world.database("staff").where({ role: "owner" }).whereNull("disabled_at");
    expect(left).toHaveLength(1);
  });

  it("leaves each change in the record and no password", async () => {
    const entries = await at.world.database("audit").where({ subject_kind: "staff" });
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      "added",
      "password-reset",
      "disabled",
      "enabled",
      "sessions-revoked",
      "role-changed",
    ])
      expect(actions).toContain(`staff.${action}`);
    const added = entries.find(({ action }) => action === "staff.added");
    expect(added).toMatchObject({ staff_login: "admin", subject_id: "ky.thuat" });
    expect(added.detail).toEqual({ name: "Nguyễn Văn A", role: "network" });
    const promoted = entries.find(
      ({ action, subject_id }) => action === "staff.role-changed" && subject_id === "desk.promoted",
    );
    expect(promoted.detail).toEqual({ before: "desk", role: "network" });
    expect(JSON.stringify(entries)).not.toContain(NEW_PASSWORD);
  });
});
