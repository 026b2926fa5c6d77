import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flushFaults } from "#access/attempt/faults";
import { listen } from "#access/web/listen";
import { portalApp } from "#portal/app";
import { limitOpenings } from "#portal/routes/limit-openings";
import { alertOf, type House, openHouse, pathOf } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const faults = async () => {
  await flushFaults(house.world);
  const rows = await house.world.database("nas_faults").select("reason", "count").orderBy("reason");
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
};
const TOKEN = "0123456789abcdefghjkmnpqrs";

describe("the first page", () => {
  it("is one response of at most 14 KB compressed, and names no other host", async () => {
    const { html } = await house.visit(house.redirect("uam"));
    expect(gzipSync(html).length).toBeLessThanOrEqual(14_000);
    expect(html).not.toMatch(/<(?:img|script|iframe|link rel="stylesheet")|url\(|@import/);
    expect(html.match(/(?:src|href)="https?:[^"]*"/g)).toBeNull();
  });

  it("is sent compressed", async () => {
    const answer = await fetch(house.url + house.redirect("uam"), { headers: { "accept-encoding": "gzip" } });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
  });

  it("may style only by hash, run nothing else, be framed by nobody, and post here and to its gateway alone", async () => {
    const { headers } = await house.visit(house.redirect("uam"));
    const policy = Object.fromEntries(
      (headers.get("content-security-policy") ?? "").split(";").map((directive) => {
        const [name = "", ...sources] = directive.trim().split(" ");
        return [name, sources.join(" ")];
      }),
    );
    expect(policy).toMatchObject({
      "default-src": "'none'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
      "form-action": "'self' http://10.1.0.1:3990",
    });
    expect(policy["style-src"]).toMatch(/^'sha256-[A-Za-z0-9+/=]+'$/);
    expect(policy).not.toHaveProperty("upgrade-insecure-requests");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("x-frame-options")).toBe("DENY");
  });

  it("may be framed by the origin the settings name", async () => {
    const app = portalApp({
      world: {
        ...house.world,
        settings: { ...house.world.settings, PORTAL_FRAME_ANCESTORS: "http://127.0.0.1:8082" },
      },
      gateway: { name: "none", send: async () => ({ kind: "taken" }) },
    });
    const listening = await listen(app.callback(), { host: "127.0.0.1", port: 0 });
    const { headers } = await fetch(`${listening.url}/v/${TOKEN}`);
    await listening.stop();
    expect(headers.get("content-security-policy")).toContain("frame-ancestors http://127.0.0.1:8082");
    expect(headers.get("x-frame-options")).toBeNull();
  });
});

describe("a redirect that is not believed", () => {
  it.each([
    ["a changed device", (path: string) => path.replace("EE-01", "EE-02"), "redirect_forged"],
    ["no signature", (path: string) => path.replace(/&md=.*/, ""), "redirect_unsigned"],
  ])("for %s gets a plain page, no field, and is counted", async (_, forge, reason) => {
    const before = (await faults())[reason] ?? 0;
    const { status, html } = await house.visit(forge(house.redirect("uam")));
    expect(status).toBe(403);
    expect(html).not.toContain("<form");
    expect((await faults())[reason]).toBe(before + 1);
  });

  it("to a foreign login address is counted and hands nothing over", async () => {
    const { status, html } = await house.visit(
      house.redirect("mikrotik", { login: "http://evil.example/login" }),
    );
    expect(status).toBe(403);
    expect(html).not.toContain("evil");
    expect((await faults())["redirect_foreign_login"]).toBe(1);
  });

  it("for an unknown NAS is told apart and counted", async () => {
    expect((await house.visit("/no-such-nas?res=notyet")).status).toBe(404);
    expect((await faults())["portal_nas_unknown"]).toBe(1);
  });

  it("begins no visit", async () => {
    await house.world.redis.flushall();
    await house.visit(house.redirect("mikrotik", { login: "http://evil.example/login" }));
    expect(await house.world.redis.keys("*")).toEqual([]);
  });
});

describe("the portal's address opened by hand", () => {
  it("is no attempt to deceive: it leads to the gateway and counts no fault", async () => {
    const before = await faults();
    const { status, html } = await house.visit("/cho-uam");
    expect(status).toBe(400);
    expect(html).toContain('href="http://10.1.0.1:3990/prelogin"');
    expect(await faults()).toEqual(before);
  });
});

describe("a stranger", () => {
  it("without a visit sends no code, whatever is posted", async () => {
    for (const path of [`/v/${TOKEN}/number`, "/v/../number", `/v/${"x".repeat(300)}/number`]) {
      const { status } = await house.visit(path, {
        method: "POST",
        body: new URLSearchParams({ phone: "0912345678" }),
      });
      expect(status).toBe(404);
    }
    expect(await house.world.database("sms_sends")).toEqual([]);
  });

  it("sees nothing of what was sent in any answer", async () => {
    const mark = "zz%3Cscript%3Ezz";
    for (const path of [
      `/${mark}`,
      `/v/${mark}`,
      `/cho-uam?${mark}`,
      `/cho-mikrotik?link-login-only=${mark}`,
      `/capport/${mark}`,
    ]) {
      const { html, status } = await house.visit(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(html).not.toContain("zz");
    }
  });

  it("with a form larger than 4 KB is answered in words", async () => {
    const { html } = await house.visit(house.redirect("mikrotik"));
    const { status, html: answer } = await house.visit(`${pathOf(html)}/number`, {
      method: "POST",
      body: new URLSearchParams({ phone: "0".repeat(5_000) }),
    });
    expect(status).toBe(413);
    expect(alertOf(answer)).not.toBeNull();
  });

  it("with a form that is none finds the page as it was", async () => {
    const { html } = await house.visit(house.redirect("mikrotik"));
    for (const body of ["phone[a]=1&phone[b]=2", "phone=1&phone=2", "__proto__=1", "%%%", "=&=&="]) {
      const page = await house.visit(`${pathOf(html)}/number`, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      expect([303, 400]).toContain(page.status);
    }
  });

  it("cannot put a script into a page by what is typed", async () => {
    const { html } = await house.visit(house.redirect("mikrotik"));
    const page = await house.post(`${pathOf(html)}/number`, { phone: '"><script>alert(1)</script>' });
    expect(page.html).not.toContain("<script>");
    expect(page.html).toContain("&lt;script");
  });

  it("with a header larger than any browser sends is refused by the server itself", async () => {
    const { status } = await house.visit("/cho-uam", { headers: { "x-long": "a".repeat(13_000) } });
    expect(status).toBe(431);
  });

  it("with an odd method or path is answered", async () => {
    for (const method of ["PUT", "DELETE", "OPTIONS", "TRACE"]) {
      const status = await new Promise<number | undefined>((answered, failed) => {
        const asked = request(`${house.url}/cho-uam`, { method }, (answer) => {
          answer.resume();
          answered(answer.statusCode);
        });
        asked.on("error", failed);
        asked.end();
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  it("who sends more than a town is asked to wait", async () => {
    const statuses: number[] = [];
    const limit = limitOpenings(2);
    for (let times = 0; times < 3; times += 1) {
      const ctx = { ip: "192.0.2.1", query: {}, get: () => "", set: () => undefined, status: 200 };
      await limit(ctx as never, async () => undefined); // the limit reads no more of a context than this
      statuses.push(ctx.status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe("what phones ask to find out whether they are online", () => {
  it.each(["/hotspot-detect.html", "/generate_204", "/connecttest.txt", "/success.txt", "/canonical.html"])(
    "%s is never answered as if they were",
    async (path) => {
      const { status, html } = await house.visit(path);
      expect(status).toBe(404);
      expect(html).not.toMatch(/Success|Microsoft Connect Test/);
    },
  );
});

describe("the portal's own health", () => {
  it("is told at /healthz", async () => {
    expect(JSON.parse((await house.visit("/healthz")).html)).toEqual({ ok: true });
  });
});
