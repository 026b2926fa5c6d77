import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDemo } from "#access/site/demo/load";
import { type LabProgram, start } from "#lab/start";
import { type TestWorld, testWorld } from "../setup/world.ts";

let world: TestWorld;
let lab: LabProgram;

beforeAll(async () => {
  world = await testWorld();
  await loadDemo(world);
  lab = await start(world, { patience: 0 });
});
afterAll(async () => {
  await lab.stop();
  await world.close();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${lab.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: lab.url, ...headers },
    body: JSON.stringify(body),
  });

describe("the lab in the browser", () => {
  it("serves its page with a policy that loads nothing from anywhere else", async () => {
    const page = await fetch(lab.url);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("finds places by words without marks", async () => {
    const places = await (await fetch(`${lab.url}/api/places?q=ga dong ha`)).json();
    expect(places.map(({ name }: { name: string }) => name)).toContain("Ga Đông Hà");
  });

  it("refuses a name that is not this machine's, as of a rebound one", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const asked = request(lab.url, { headers: { host: "lab.example.com" } }, (answer) =>
        resolve(answer.statusCode),
      );
      asked.on("error", reject);
      asked.end();
    });
    expect(status).toBe(421);
  });

  it("refuses a change that another page asks for", async () => {
    expect((await post("/api/phones", {}, { origin: "http://evil.example" })).status).toBe(403);
    expect((await post("/api/phones", {}, { "content-type": "text/plain" })).status).toBe(403);
  });

  it("says in a code what is wrong with a number, a phone or a request", async () => {
    const [place] = await (await fetch(`${lab.url}/api/places?q=ga dong ha`)).json();
    const nasId = place.points[0].id;
    const refused = await post("/api/phones", { nasId, number: "12" });
    expect([refused.status, await refused.json()]).toEqual([400, { code: "phone_invalid" }]);
    expect((await post("/api/phones", { nasId: "x" })).status).toBe(400);
    expect((await fetch(`${lab.url}/api/phones/0000000000000000`)).status).toBe(404);
    expect((await fetch(`${lab.url}/../package.json`)).status).toBe(404);
  });
});

describe("a production installation", () => {
  it("does not start the lab", async () => {
    const production = { ...world, settings: { ...world.settings, HIEN_MODE: "production" as const } };
    await expect(start(production)).rejects.toMatchObject({ code: "lab_refused" });
  });
});
