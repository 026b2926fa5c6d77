import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desk, deskAt, NEW_PASSWORD, type Office, office } from "../desk.ts";

describe("the first administrator's way in", () => {
  let at: Office;
  let desk: Desk;
  let secret: string;
  beforeAll(async () => {
    at = await office();
    desk = deskAt(at.admin.url);
  });
  afterAll(() => at.close());

  it("begins with a password that was made here and is stored only as argon2id", async () => {
    const row = await at.world.database("staff").first();
    expect(at.admin.firstLogin).toBe("admin");
    expect(at.admin.firstPassword).toMatch(/^[0-9a-z]{20}$/);
    expect(row.password_hash).toMatch(/^\$argon2id\$/);
    expect((await desk.ask("GET", "/api/me")).body.step).toBe("sign-in");
  });

  it("refuses a wrong password and an unknown login with the same words", async () => {
    const wrong = await desk.ask("POST", "/api/me/sign-in", { login: "admin", password: "wrong" });
    const unknown = await desk.ask("POST", "/api/me/sign-in", { login: "nobody", password: "wrong" });
    expect(wrong).toMatchObject({ status: 401, body: { code: "wrong_sign_in" } });
    expect(unknown.body).toEqual(wrong.body);
  });

  it("asks for a new password first, in a cookie no script can read and no other site can send", async () => {
    const { cookie } = await desk.ask("POST", "/api/me/sign-in", {
      login: "admin",
      password: at.admin.firstPassword,
    });
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect((await desk.ask("GET", "/api/me")).body).toMatchObject({ step: "new-password", permissions: [] });
  });

  it("opens nothing else before that", async () => {
    expect(await desk.ask("GET", "/api/now")).toMatchObject({ status: 403, body: { code: "step_first" } });
    expect(await desk.ask("GET", "/api/me/enrolment")).toMatchObject({ status: 403 });
  });

  it("takes no short password and not the old one again", async () => {
    const current = at.admin.firstPassword;
    const short = await desk.ask("POST", "/api/me/password", { current, next: "short" });
    const same = await desk.ask("POST", "/api/me/password", { current, next: current });
    expect(short.body).toEqual({ code: "password_too_short", fields: { least: 12 } });
    expect(same.body.code).toBe("password_not_new");
  });

  it("then shows a code to enrol, the same on every reload", async () => {
    const current = at.admin.firstPassword;
    expect((await desk.ask("POST", "/api/me/password", { current, next: NEW_PASSWORD })).status).toBe(200);
    const first = (await desk.ask("GET", "/api/me/enrolment")).body;
    secret = first.secret;
    expect(first.picture).toContain("<svg");
    expect(first.uri).toContain("otpauth://totp/");
    expect((await desk.ask("GET", "/api/me/enrolment")).body.secret).toBe(secret);
  });

  it("refuses a wrong and a malformed code", async () => {
    for (const code of ["000000", "12", "abcdef", ""]) {
      expect((await desk.ask("POST", "/api/me/code", { code })).body.code).toBe("wrong_code");
    }
  });

  it("opens with the right code, in a session whose token is a new one", async () => {
    const before = desk.cookie();
    expect((await desk.ask("POST", "/api/me/code", { code: at.codeOf(secret) })).status).toBe(200);
    expect(desk.cookie()).not.toBe(before);
    expect((await desk.ask("GET", "/api/me")).body).toMatchObject({
      step: "in",
      login: "admin",
      role: "owner",
    });
    expect((await desk.ask("GET", "/api/now")).status).toBe(200);
  });

  it("stores neither the token nor the code's secret in clear", async () => {
    const { rows } = await at.world.database.raw("select totp_sealed from staff");
    const sessions = await at.world.database("staff_sessions").select("token_hash");
    const token = desk.cookie().split("=")[1] ?? "";
    expect(rows[0].totp_sealed.toString("latin1")).not.toContain(secret);
    expect(sessions.map((row) => row.token_hash.toString("latin1")).join()).not.toContain(token);
  });

  it("takes a code once: the same half minute is refused at the next sign-in", async () => {
    const other = deskAt(at.admin.url);
    await other.ask("POST", "/api/me/sign-in", { login: "admin", password: NEW_PASSWORD });
    expect((await other.ask("GET", "/api/me")).body.step).toBe("code");
    expect((await other.ask("POST", "/api/me/code", { code: at.codeOf(secret) })).body.code).toBe(
      "wrong_code",
    );
    at.world.clock.advance(60);
    expect((await other.ask("POST", "/api/me/code", { code: at.codeOf(secret) })).status).toBe(200);
  });

  it("lists the sessions and ends another at once", async () => {
    const other = deskAt(at.admin.url);
    at.world.clock.advance(60);
    await other.ask("POST", "/api/me/sign-in", { login: "admin", password: NEW_PASSWORD });
    await other.ask("POST", "/api/me/code", { code: at.codeOf(secret) });
    const { sessions } = (await other.ask("GET", "/api/me/sessions")).body;
    const mine = sessions.find((session: { isThis: boolean }) => session.isThis);
    expect((await desk.ask("DELETE", `/api/me/sessions/${mine.id}`)).status).toBe(200);
    expect((await other.ask("GET", "/api/now")).status).toBe(401);
  });

  it("ends with signing out", async () => {
    const token = desk.cookie();
    expect((await desk.ask("POST", "/api/me/sign-out")).cookie).toContain("Max-Age=0");
    const response = await fetch(`${at.admin.url}/api/now`, { headers: { cookie: token } });
    expect(response.status).toBe(401);
  });

  it("leaves each step in the audit record and no secret", async () => {
    const entries = await at.world.database("audit").orderBy("id");
    const actions = new Set(entries.map((entry) => entry.action));
    expect([...actions]).toEqual(
      expect.arrayContaining([
        "staff.first-made",
        "staff.password-changed",
        "staff.code-enrolled",
        "staff.signed-in",
        "staff.session-revoked",
        "staff.signed-out",
      ]),
    );
    const everything = JSON.stringify(entries);
    for (const hidden of [secret, NEW_PASSWORD, at.admin.firstPassword])
      expect(everything).not.toContain(hidden);
  });
});

describe("somebody guessing a password", () => {
  let at: Office;
  beforeAll(async () => {
    at = await office();
  });
  afterAll(() => at.close());
  const guess = (password: string) =>
    deskAt(at.admin.url).ask("POST", "/api/me/sign-in", { login: "admin", password });

  const WRONG = { code: "wrong_sign_in", fields: {} };
  const lockedFor = async (): Promise<number> => {
    const { locked_until } = await at.world.database("staff").where({ login: "admin" }).first("locked_until");
    return locked_until === null ? 0 : (locked_until - at.world.now()) / 1000;
  };

  it("is locked out at the fifth wrong try, and then the right password is refused too", async () => {
    for (let tries = 0; tries < 4; tries += 1) expect((await guess("wrong")).body).toEqual(WRONG);
    expect(await lockedFor()).toBe(0);
    expect((await guess("wrong")).body).toEqual(WRONG);
    expect(await lockedFor()).toBe(30);
    expect((await guess(at.admin.firstPassword ?? "")).status).toBe(401);
  });

  it("cannot tell a locked login from a wrong password or a login that does not exist", async () => {
    const stranger = { login: "nobody", password: "wrong" };
    const unknown = await deskAt(at.admin.url).ask("POST", "/api/me/sign-in", stranger);
    for (const password of ["wrong", at.admin.firstPassword ?? ""])
      expect(await guess(password)).toEqual(unknown);
    expect(unknown).toEqual({ status: 401, body: WRONG, cookie: null });
  });

  it("is in the audit record, with how long the login is locked", async () => {
    const locked = await at.world.database("audit").where({ action: "staff.locked-out" });
    expect(locked.map(({ detail }) => detail)).toEqual([{ seconds: 30 }]);
  });

  it("waits longer after every further wrong try", async () => {
    at.world.clock.advance(31);
    await guess("wrong");
    expect(await lockedFor()).toBe(60);
    at.world.clock.advance(61);
    await guess("wrong");
    expect(await lockedFor()).toBe(120);
  });

  it("gets no more tries by guessing all at once", async () => {
    at.world.clock.advance(121);
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess("wrong")));
    expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true);
    const { failed_tries } = await at.world.database("staff").where({ login: "admin" }).first("failed_tries");
    expect(failed_tries).toBe(8);
    expect(await lockedFor()).toBe(240);
  });
});
