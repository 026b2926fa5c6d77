import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freeUdpPort } from "../../../bench/ports.ts";
import { haveStarted, spawnPrograms } from "../../setup/process.ts";
import type { TestWorld } from "../../setup/world.ts";
import { bringOnline, type Gateway, gateway, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { type Das, isSilent, obeys, openDas } from "./das.ts";
import { MAC, MB, POLICY } from "./scene.ts";

const PROGRAMS = ["radius-server"];

describe("a server that is killed while a NAS has not answered", () => {
  let home: House;
  let das: Das;
  let through: Gateway;
  let server: ChildProcess;

  const startServer = async ({ settings }: TestWorld, ports: readonly number[]): Promise<void> => {
    server = spawnPrograms(PROGRAMS, {
      HIEN_MODE: "demo",
      HIEN_SECRET: settings.HIEN_SECRET,
      DATABASE_URL: settings.DATABASE_URL,
      REDIS_URL: settings.REDIS_URL,
      LOG_LEVEL: "silent",
      SMS_GATEWAY: "lab",
      RADIUS_AUTH_PORT: String(ports[0]),
      RADIUS_ACCT_PORT: String(ports[1]),
    });
    await haveStarted(server, PROGRAMS);
  };

  const kill = async (): Promise<void> => {
    const gone = once(server, "exit");
    server.kill("SIGKILL");
    await gone;
  };

  beforeAll(async () => {
    das = await openDas();
    home = await house({
      realClock: true,
      policy: { ...POLICY, allowances: [...POLICY.allowances] },
      nas: { kind: "generic", coaPort: das.port, secret: das.secret },
    });
    await home.world.redis.config("SET", "appendfsync", "everysec");
    through = await gateway(home.nas);
  });
  afterAll(async () => {
    through.close();
    das.close();
    await home.close();
  });

  const cutOff = async (): Promise<void> => {
    const { world } = home;
    const ports = [await freeUdpPort(), await freeUdpPort()] as const;
    await startServer(world, ports);
    das.answer(isSilent);
    const outside = { ...home, radius: { ...home.radius, authPort: ports[0], acctPort: ports[1] } };
    const online = await bringOnline(outside, through, await home.enrol(), MAC, "80000001");
    await through.ask(
      ports[1],
      reportRequest(home.nas, { status: "Interim-Update", ...online, down: 10 * MB, seconds: 60 }),
    );
    const first = await das.next();
    await kill();
    das.answer(obeys);
    await startServer(world, ports);
    const second = await das.next();
    expect(second.code).toBe(first.code);
    await expect
      .poll(() => world.database("authorization_changes").orderBy("id").pluck("answer"), { timeout: 10_000 })
      .toEqual([null, "acknowledged"]);
    await kill();
  };

  // the house's own server is away meanwhile
  it("still sends what it owed once it is back", () => home.restart(cutOff), 60_000);
});
