import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "#access/notice/live";
import { ROUTES } from "#admin/api/routes";
import { permissionsOf } from "#admin/staff/roles";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { VISITOR } from "../province.ts";

describe("the API as a service", () => {
  let at: Office;
  let desk: Desk;
  beforeAll(async () => {
    at = await office();
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const plain = (path: string, init: RequestInit = {}) => fetch(`${at.admin.url}${path}`, init);
  const filled = (path: string): string => path.replace(/\{\w+\}/g, "1");

  it("describes every route as OpenAPI 3.1", async () => {
    const description = (await (await plain("/api/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(description.openapi).toBe("3.1.0");
    for (const { method, path } of ROUTES) expect(description.paths[path]?.[method]).toBeDefined();
  });

  it("answers nobody who is not signed in, but where signing in begins", async () => {
    for (const { method, path, needs } of ROUTES.filter((route) => route.needs !== "nobody")) {
      const headers = { "x-hien": "1", "content-type": "application/json" };
      const init = { method: method.toUpperCase(), headers, ...(method === "get" ? {} : { body: "{}" }) };
      expect((await plain(filled(path), init)).status, `${method} ${path} (${needs})`).toBe(401);
    }
  });

  it("takes no change that another site's page could send", async () => {
    const cookie = desk.cookie();
    const simple = await plain("/api/me/sign-out", { method: "POST", headers: { cookie } });
    const foreign = { cookie, "x-hien": "1", "sec-fetch-site": "cross-site" };
    expect(await simple.json()).toMatchObject({ code: "foreign_page" });
    expect((await plain("/api/me/sign-out", { method: "POST", headers: foreign })).status).toBe(403);
    expect((await desk.ask("GET", "/api/me")).body.step).toBe("in");
  });

  it("refuses what a role does not allow", async () => {
    await at.world.database("staff").update({ role: "desk" });
    expect((await desk.ask("GET", "/api/audit")).body.code).toBe("forbidden");
    expect((await desk.ask("GET", "/api/now")).status).toBe(200);
    await at.world.database("staff").update({ role: "constructor" });
    expect((await desk.ask("GET", "/api/now")).status).toBe(403);
    await at.world.database("staff").update({ role: "owner" });
    expect(permissionsOf("nobody")).toEqual([]);
  });

  it("shuts out a member of staff who left, at their next request", async () => {
    await at.world.database("staff").update({ disabled_at: new Date(at.world.now()).toISOString() });
    expect((await desk.ask("GET", "/api/now")).status).toBe(401);
    await at.world.database("staff").update({ disabled_at: null });
  });

  it("sends a strict policy with every answer and allows no inline script", async () => {
    const policy = (await plain("/api/me")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("answers broken, foreign and oversized bodies with a code, never with their content", async () => {
    const headers = { "x-hien": "1", "content-type": "application/json" };
    const post = (body: string, type = "application/json") =>
      plain("/api/me/sign-in", { method: "POST", headers: { ...headers, "content-type": type }, body });
    expect((await post("{<script>")).status).toBe(400);
    expect((await post("login=admin&password=x", "application/x-www-form-urlencoded")).status).toBe(400);
    expect((await post(JSON.stringify({ login: "x".repeat(40_000), password: "x" }))).status).toBe(413);
    expect(await (await post("{<script>")).text()).not.toContain("script");
    expect(await (await plain("/api/%ff")).text()).not.toContain("%ff");
  });

  it("says unchanged while nothing changes", async () => {
    // Not fetch: Node's adds `Cache-Control: no-cache` to a conditional request, browsers' do not.
    const statusWith = (tag: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { cookie: desk.cookie(), "if-none-match": tag };
        get(`${at.admin.url}/api/plans`, { headers }, (answer) => resolve(answer.resume().statusCode)).on(
          "error",
          reject,
        );
      });
    const tag = (await plain("/api/plans", { headers: { cookie: desk.cookie() } })).headers.get("etag") ?? "";
    expect(await statusWith(tag)).toBe(304);
    expect(await statusWith('"another"')).toBe(200);
  });

  it("tells that it lives, and its measurements", async () => {
    expect(await (await plain("/healthz")).text()).toBe("ok\n");
    expect(await (await plain("/metrics")).text()).toContain("hien_admin_request_seconds_count");
  });

  it("announces a changed plan to the programs that hold it", async () => {
    const name = { vi: "Thử", en: "Try" };
    const { id } = (await desk.ask("POST", "/api/plans", { code: "thu", name, policy: VISITOR })).body;
    let stop = async (): Promise<void> => {};
    const notice = new Promise((resolve) => {
      void listen(at.world, resolve).then(async (listening) => {
        stop = listening;
        await desk.ask("PUT", `/api/plans/${id}`, { name, policy: { ...VISITOR, downKbps: 2_000 } });
      });
    });
    expect(await notice).toEqual({ kind: "plan", id });
    await stop();
  });

  it("refuses a plan whose code is taken or whose rules make no sense, and changes nothing", async () => {
    const name = { vi: "Thử", en: "Try" };
    const again = await desk.ask("POST", "/api/plans", { code: "thu", name, policy: VISITOR });
    const odd = await desk.ask("POST", "/api/plans", {
      code: "le",
      name,
      policy: { ...VISITOR, downKbps: -1 },
    });
    expect(again.body).toMatchObject({ code: "name_taken" });
    expect(odd).toMatchObject({ status: 400, body: { code: "bad_request" } });
    expect((await desk.ask("GET", "/api/plans")).body.plans).toHaveLength(1);
    expect((await desk.ask("PUT", "/api/plans/999", { name, policy: VISITOR })).status).toBe(404);
  });

  it("makes one plan the default", async () => {
    const [{ id }] = (await desk.ask("GET", "/api/plans")).body.plans;
    await desk.ask("POST", `/api/plans/${id}/default`);
    expect((await desk.ask("GET", "/api/plans")).body.plans[0].isDefault).toBe(true);
  });
});
