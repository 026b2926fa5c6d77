import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openConnection } from "#access/postgres/connection";
import { storeTraces } from "#access/trace/store";
import { traceText } from "#access/trace/trace";
import { alertOf, codeIn, type House, openHouse, pathOf } from "./house.ts";

type Family = "uam" | "mikrotik" | "generic";

const E164 = "+84912345678";
const MAC = "aa:bb:cc:dd:ee:01";
const SPENT = "Đã dùng hết hạn mức.";
const BLOCKED = "Số điện thoại đang tạm bị chặn.";
const OWN = /^Trạm Wi-Fi chưa/;

let house: House;
let entries = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.world.redis.flushall();
  await house.world.database.raw("truncate subscribers, identities, acceptances, attempts, traces cascade");
});

/** Takes a person as far as the gateway; the page of their visit and the login id they carried. */
const handedOver = async (family: Family = "mikrotik", mac?: string) => {
  const first = await house.visit(house.redirect(family, { mac }), { headers: { "accept-language": "vi" } });
  const path = pathOf(first.html);
  await house.post(`${path}/number`, { phone: "0912 345 678" });
  const terms = await house.post(`${path}/code`, { code: codeIn(await house.message(E164)) });
  const termsId = /name="terms" value="(\d+)"/.exec(terms.html)?.[1] ?? "";
  const { html, location } = await house.post(`${path}/terms`, { accept: "yes", terms: termsId });
  const loginId = /(?:username" value="|username=)(w-[0-9a-z]{12})/.exec(html + (location ?? ""))?.[1] ?? "";
  return { path, loginId };
};

/** What the RADIUS server keeps of a login it refused. */
const refused = async (
  loginId: string,
  outcome: string,
  at: { readonly family?: Family; readonly mac?: string } = {},
) => {
  const { database, now } = house.world;
  const nas = await database("nas")
    .where({ slug: `cho-${at.family ?? "mikrotik"}` })
    .first("id");
  entries += 1;
  const whose = { subscriberId: null, nasId: nas.id, siteId: null, mac: at.mac ?? MAC, sessionId: null };
  const trace = traceText({ code: outcome === "ok" ? 2 : 3, asked: { by: "pap", signed: true } });
  const connection = await openConnection(house.world.settings.DATABASE_URL);
  await storeTraces([{ ...whose, at: now(), entry: `0:${entries}-0`, loginId, outcome, trace }])(connection);
  await connection.close();
};

describe("the page of a visit whose login RADIUS refused", () => {
  it("says why in one sentence, in the language of the page", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "quota_spent");
    expect(alertOf((await house.visit(path)).html)).toBe(SPENT);
    expect(alertOf((await house.visit(`${path}?lang=en`)).html)).toBe("Your allowance is used up.");
  });

  it("says its own sentence until the reason is stored, and then the reason", async () => {
    const { path, loginId } = await handedOver();
    expect(alertOf((await house.visit(path)).html)).toMatch(OWN);
    await refused(loginId, "blocked");
    expect(alertOf((await house.visit(path)).html)).toBe(BLOCKED);
  });

  it("says nothing of the machinery", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "password_wrong");
    expect(alertOf((await house.visit(path)).html)).toBe("Hãy đăng nhập lại.");
  });

  it("says its own sentence where RADIUS let the device in and the gateway did not", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "ok");
    expect(alertOf((await house.visit(path)).html)).toMatch(OWN);
  });

  it("tells of the last try alone", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "quota_spent");
    house.world.clock.advance(60);
    await house.post(`${path}/terms`, { accept: "yes" });
    expect(alertOf((await house.visit(path)).html)).toMatch(OWN);
  });
});

describe("the window a gateway opens after a refusal", () => {
  it("says why where the gateway signs its redirects, also when it is read again", async () => {
    const { loginId } = await handedOver("uam");
    await refused(loginId, "blocked", { family: "uam" });
    const address = house.redirect("uam", { failed: true });
    const again = await house.visit(address);
    expect(alertOf(again.html)).toBe(BLOCKED);
    expect(alertOf((await house.visit(pathOf(again.html))).html)).toBe(BLOCKED);
    expect(alertOf((await house.visit(address)).html)).toBe(BLOCKED);
  });

  it.each(["mikrotik", "generic"] as const)(
    "says why where the login page of a %s gateway repeats the login id",
    async (family) => {
      const { loginId } = await handedOver(family);
      await refused(loginId, "quota_spent", { family });
      const again = await house.visit(house.redirect(family, { failed: true, loginId }));
      expect(alertOf(again.html)).toBe(SPENT);
      expect((await house.post(`${pathOf(again.html)}/terms`, { accept: "yes" })).html).toContain("handover");
    },
  );
});

describe("why somebody was refused", () => {
  it("is not told to who only claims the device's address", async () => {
    const { loginId } = await handedOver();
    await refused(loginId, "blocked");
    const claimed = await house.visit(house.redirect("mikrotik", { failed: true }));
    expect(alertOf(claimed.html)).toMatch(OWN);
    const guessed = await house.visit(
      house.redirect("mikrotik", { failed: true, loginId: "w-000000000000" }),
    );
    expect(alertOf(guessed.html)).toMatch(OWN);
  });

  it("is not told of another device, another gateway or another login", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "blocked", { mac: "aa:bb:cc:dd:ee:02" });
    await refused(loginId, "blocked", { family: "generic" });
    await refused("w-000000000000", "blocked");
    expect(alertOf((await house.visit(path)).html)).toMatch(OWN);
  });

  it("is not told once the person has left or typed another number", async () => {
    const { path, loginId } = await handedOver();
    await refused(loginId, "blocked");
    const page = await house.post(`${path}/change`);
    expect(alertOf(page.html)).toBeNull();
  });
});
