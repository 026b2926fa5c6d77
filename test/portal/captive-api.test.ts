import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rememberNasSession } from "#access/session/find";
import { sessionOfGrant } from "#access/session/name";
import { memberOf } from "#access/session/ticket";
import { codeIn, type House, openHouse, pathOf } from "./house.ts";

const MAC = "aa:bb:cc:dd:ee:01";
let house: House;
beforeAll(async () => {
  house = await openHouse({ terms: false });
  const { html } = await house.visit(house.redirect("mikrotik"));
  await house.post(`${pathOf(html)}/number`, { phone: "0912345678" });
  const handOver = await house.post(`${pathOf(html)}/code`, {
    code: codeIn(await house.message("+84912345678")),
  });
  const loginId = /name="username" value="([^"]*)"/.exec(handOver.html)?.[1] ?? "";
  const opened = await house.letOnline(loginId, MAC);
  const nas = await house.world.database("nas").where({ slug: "cho-mikrotik" }).first<{ id: number }>("id");
  const person = await house.world.database("subscribers").first<{ id: number }>("id");
  if (opened.kind !== "opened" || !nas || !person) throw new Error("not online");
  const ref = { subscriberId: person.id, sessionId: sessionOfGrant(loginId) };
  await rememberNasSession(house.world.redis, nas.id, "80000001", memberOf(ref));
});
afterAll(() => house.close());

const ask = async (query: string) => {
  const answer = await house.visit(`/capport/cho-mikrotik${query}`);
  return { ...answer, state: JSON.parse(answer.html) };
};

describe("the captive portal API (RFC 8908)", () => {
  it("says that an unknown device is captive and where to sign in", async () => {
    const { headers, state } = await ask("?m=AA-BB-CC-DD-EE-99");
    expect(headers.get("content-type")).toBe("application/captive+json");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(state).toEqual({
      captive: true,
      "user-portal-url": "http://10.1.0.1/login",
      "can-extend-session": false,
    });
  });

  it("leads a phone to where its gateway gives it a redirect", async () => {
    const { html } = await house.visit("/capport/cho-uam");
    expect(JSON.parse(html)["user-portal-url"]).toBe("http://10.1.0.1:3990/prelogin");
  });

  it("says what is left to who knows the gateway's session id", async () => {
    expect((await ask("?m=AA-BB-CC-DD-EE-01&s=80000001")).state).toMatchObject({
      captive: false,
      "bytes-remaining": 2_000_000_000,
      "seconds-remaining": 21_600,
      "venue-info-url": "https://dichvucong.gov.vn/",
    });
  });

  it("takes nobody for online without a device or a session", async () => {
    for (const query of ["", "?m=", "?m=zz&s=%00", "?m=a&m=b"])
      expect((await ask(query)).state.captive).toBe(true);
  });

  it("has nothing to say for an unknown NAS", async () => {
    expect(await house.visit("/capport/no-such-nas")).toMatchObject({ status: 404, html: "" });
  });
});
