import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { freeUdpPort } from "../../bench/ports.ts";
import { spawnPrograms } from "../setup/process.ts";
import { type TestWorld, testWorld } from "../setup/world.ts";

const ALOUD = ["sh", "-c", 'exec "$@" 2>&1', "sh"];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  await world.redis.config("SET", "appendfsync", "everysec");
});
afterAll(() => world.close());

it("RADIUS workers that cannot have their port end the program, so that it can be started again", async () => {
  const other = createSocket("udp4").bind(0, "0.0.0.0");
  await once(other, "listening");
  const { HIEN_SECRET, DATABASE_URL, REDIS_URL } = world.settings;
  const programs = spawnPrograms(
    ["radius-server"],
    {
      ...{ HIEN_MODE: "demo", HIEN_SECRET, DATABASE_URL, REDIS_URL, LOG_LEVEL: "silent", SMS_GATEWAY: "lab" },
      ...{ RADIUS_WORKERS: "2", RADIUS_HOST: "0.0.0.0", RADIUS_AUTH_PORT: String(other.address().port) },
      RADIUS_ACCT_PORT: String(await freeUdpPort()),
    },
    ALOUD,
  );
  onTestFinished(() => void programs.kill("SIGKILL"));
  let said = "";
  programs.stdout!.on("data", (text) => {
    said += String(text);
  });
  expect(await once(programs, "exit")).toEqual([1, null]);
  expect(said).toContain(`Port ${other.address().port} of 0.0.0.0 is in use`);
  other.close();
});
