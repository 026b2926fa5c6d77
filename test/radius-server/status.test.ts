import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RedisOptions } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startRedis } from "#access/redis/private";
import { CODE } from "#radius-server/protocol/codes";
import { secretOf } from "#radius-server/protocol/secret";
import { request } from "#radius-server/protocol/write";
import { faultsByReason } from "./faults.ts";
import { type Gateway, gateway, loginRequest, reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";
import { type Probe, probe } from "./probe.ts";

/** How long a command may wait for Redis in this test, ms. */
const PATIENCE_MS = 300;

let redis: Awaited<ReturnType<typeof startRedis>>;
let home: House;
let nas: Gateway;
let silent: Probe;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(inject("runDirectory"), "status-"));
  redis = await startRedis({ dir: join(dir, "redis"), appendfsync: "no" });
  home = await house({ withoutDrain: true, settings: { REDIS_URL: redis.url } });
  (home.world.redis.options as RedisOptions).commandTimeout = PATIENCE_MS; // one Redis, no cluster
  nas = await gateway(home.nas);
  silent = await probe();
});
afterAll(async () => {
  nas.close();
  silent.close();
  await home.close();
  await redis.stop();
  rmSync(dir, { recursive: true, force: true });
});

let identifier = 0;
const statusServer = (): Uint8Array => {
  identifier += 1;
  return request(CODE["Status-Server"], identifier, [], secretOf(home.nas.secret), {
    requestAuthenticator: randomBytes(16),
  });
};
const codes = async (): Promise<number[]> => {
  const { authPort, acctPort } = home.radius;
  return [(await nas.ask(authPort, statusServer())).code, (await nas.ask(acctPort, statusServer())).code];
};

describe("a Status-Server (RFC 5997)", () => {
  it("is answered on each port as that port's requests are", async () => {
    expect(await codes()).toEqual([CODE["Access-Accept"], CODE["Accounting-Response"]]);
  });

  it("gets silence while Redis does not answer, as logins and reports do, and is answered again after", async () => {
    const { authPort, acctPort } = home.radius;
    process.kill(redis.pid, "SIGSTOP");
    silent.send(authPort, statusServer());
    silent.send(acctPort, statusServer());
    silent.send(
      authPort,
      loginRequest(home.nas, { loginId: "w-000000000000", password: "0123456789abcdef" }),
    );
    silent.send(acctPort, reportRequest(home.nas, { status: "Start", nasSessionId: "80000001" }));
    await expect.poll(() => faultsByReason(home.world)).toMatchObject({ "store-unavailable": 4 });
    expect(silent.received).toEqual([]);
    process.kill(redis.pid, "SIGCONT");
    expect(await codes()).toEqual([CODE["Access-Accept"], CODE["Accounting-Response"]]);
    expect(silent.received).toEqual([]);
  });

  it("gets silence while Redis is full and keeps nothing, as reports do, and is answered again after", async () => {
    const { authPort, acctPort } = home.radius;
    const before = (await faultsByReason(home.world))["store-unavailable"] ?? 0;
    const { redis: store } = home.world;
    await store.call("CONFIG", "SET", "maxmemory", "1");
    silent.send(authPort, statusServer());
    silent.send(acctPort, statusServer());
    silent.send(acctPort, reportRequest(home.nas, { status: "Start", nasSessionId: "80000002" }));
    silent.send(acctPort, reportRequest(home.nas, { status: 15, nasSessionId: "80000002" }));
    await expect.poll(() => faultsByReason(home.world)).toMatchObject({ "store-unavailable": before + 4 });
    expect(silent.received).toEqual([]);
    await store.call("CONFIG", "SET", "maxmemory", "0");
    expect(await codes()).toEqual([CODE["Access-Accept"], CODE["Accounting-Response"]]);
  });
});
