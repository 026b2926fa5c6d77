import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { alertOf, type House, openHouse, pathOf } from "./house.ts";
import { strictGateway } from "./sms/strict-gateway.ts";

let house: House;
let gateway: Awaited<ReturnType<typeof strictGateway>>;
beforeAll(async () => {
  gateway = await strictGateway("a-token");
  house = await openHouse({
    settings: { SMS_GATEWAY: "http", SMS_HTTP_URL: gateway.url, SMS_HTTP_TOKEN: "a-token" },
  });
});
afterAll(async () => {
  await house.close();
  await gateway.close();
});
beforeEach(async () => {
  await house.world.redis.flushall();
  await house.world.database("sms_sends").delete();
});

const ask = async () => {
  const { html } = await house.visit(house.redirect("generic"), { headers: { "accept-language": "en" } });
  const path = pathOf(html);
  return { path, page: await house.post(`${path}/number`, { phone: "0912345678" }) };
};

describe("a gateway that refuses a message", () => {
  it("costs the person nothing: the next try is sent at once", async () => {
    gateway.behaving((_request, response) => response.writeHead(402).end());
    const { path, page } = await ask();
    expect(alertOf(page.html)).toMatch(/^The message could not be sent/);
    expect(page.html).toContain('value="0912345678"');
    gateway.behaving((_request, response) => response.writeHead(200).end());
    const second = await house.post(`${path}/number`, { phone: "0912345678" });
    expect(second.html).toContain('name="code"');
    const sends = await house.world.database("sms_sends").select("outcome").orderBy("id");
    expect(sends.map(({ outcome }) => outcome)).toEqual(["balance", "ok"]);
  });
});

describe("a gateway that breaks after it has the message", () => {
  it("may have sent it: the code can be typed, and the wait counts", async () => {
    gateway.behaving((_request, response) => response.writeHead(500).end());
    const { path, page } = await ask();
    expect(alertOf(page.html)).toMatch(/^The message may be late/);
    const code = /#([0-9]{6})$/.exec(gateway.received.at(-1)?.text ?? "")?.[1] ?? "";
    expect(alertOf((await house.post(`${path}/again`)).html)).toMatch(/^A code was just sent/);
    expect((await house.post(`${path}/code`, { code })).html).toContain('name="accept"');
  });
});
