import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys } from "#access/redis/keys";
import { consoleGateway } from "#portal/sms/console";
import type { SmsGateway } from "#portal/sms/gateway";
import { httpGateway } from "#portal/sms/http";
import { labGateway } from "#portal/sms/lab";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { strictGateway } from "./strict-gateway.ts";

const TO = "+84912345678";
let world: TestWorld;
let http: Awaited<ReturnType<typeof strictGateway>>;
const lines: string[] = [];
beforeAll(async () => {
  world = await testWorld();
  http = await strictGateway("a-token");
});
afterAll(async () => {
  await http.close();
  await world.close();
});

const listOf = () => keys.labSms(world.keyring.blind("lab-sms", TO).toString("hex"));

/** Each gateway, and where its messages arrive, the newest first. */
const GATEWAYS: Readonly<Record<string, () => { gateway: SmsGateway; arrived: () => Promise<string[]> }>> = {
  lab: () => ({ gateway: labGateway(world), arrived: () => world.redis.lrange(listOf(), 0, -1) }),
  console: () => ({
    gateway: consoleGateway(world, (line) => lines.unshift(line)),
    arrived: async () =>
      lines.map((line) =>
        line
          .split("\n")
          .slice(1, -1)
          .map((part) => part.slice(2))
          .join("\n"),
      ),
  }),
  http: () => ({
    gateway: httpGateway({
      url: http.url,
      token: "a-token",
      body: '{"to":"{to}","text":"{text}","id":"{id}"}',
    }),
    arrived: async () => http.received.map(({ text }) => text).reverse(),
  }),
};

describe.each(Object.keys(GATEWAYS))("the SMS gateway %s", (name) => {
  it("takes messages and delivers their text unchanged, the newest first where they are kept", async () => {
    const made = GATEWAYS[name]?.();
    if (!made) throw new Error(name);
    const texts = ["one\n\n@portal.example.net #111111", "two\n\n@portal.example.net #222222"];
    for (const [index, text] of texts.entries())
      expect(await made.gateway.send({ to: TO, text, requestId: `request-${index}` })).toEqual({
        kind: "taken",
      });
    expect(await made.arrived()).toEqual([...texts].reverse());
    expect(made.gateway.name).toBe(name);
  });
});

describe("a pretend phone", () => {
  it("keeps ten messages for ten minutes, and its key does not tell the number", async () => {
    const gateway = labGateway(world);
    for (let count = 0; count < 12; count += 1)
      await gateway.send({ to: TO, text: `${count}`, requestId: `${count}` });
    expect(await world.redis.llen(listOf())).toBe(10);
    expect(await world.redis.ttl(listOf())).toBeGreaterThan(590);
    expect(listOf()).not.toContain("912345678");
  });
});
