import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, inject, it } from "vitest";
import { markOf } from "#access/runtime/unprivileged";
import { isAlive } from "./setup/process.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Ports chosen by the system, so that a house running on this machine is not in the way. */
const PORTS = Object.fromEntries(
  ["RADIUS_AUTH_PORT", "RADIUS_ACCT_PORT", "PORTAL_PORT", "ADMIN_PORT", "LAB_PORT"].map((name) => [
    name,
    "0",
  ]),
);

const state = join(inject("runDirectory"), `start-${process.pid}`);
let house: ChildProcess | undefined;
afterEach(() => {
  house?.kill("SIGKILL");
});
afterAll(() => {
  for (const store of ["postgres", "redis"])
    rmSync(join(tmpdir(), `hien-${markOf(join(state, store))}`), { recursive: true, force: true });
});

const pidIn = (file: string): number => Number.parseInt(readFileSync(join(state, file), "utf8"), 10);
const servers = () => [pidIn("postgres/cluster/postmaster.pid"), pidIn("redis/redis.pid")];
const areRunning = (pids: readonly number[]) => pids.map(isAlive);

/** Runs ./start until it says how to stop it; gives everything it printed. */
const start = async (environment: Record<string, string> = {}): Promise<string> => {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(join(ROOT, "start"), {
    env: { ...inherited, ...PORTS, HIEN_STATE: state, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  house = child;
  const printed: string[] = [];
  child.stderr?.on("data", (chunk) => printed.push(String(chunk)));
  for await (const line of createInterface({ input: child.stdout! })) {
    printed.push(`${line}\n`);
    if (line.startsWith("Ctrl-C")) break;
  }
  return printed.join("");
};

const isBuilt = process.env["HIEN_TEST_DIST"] === "1";
if (!isBuilt) console.warn("./start: skipped, it starts what is built (HIEN_TEST_DIST=1)");

describe.runIf(isBuilt)("./start on what is built", { timeout: 60_000 }, () => {
  it("prints where to click, and the password of the panel the first time only", async () => {
    mkdirSync(state, { recursive: true });
    const first = await start();
    expect(first).toMatch(/Lab .*http:\/\/127\.0\.0\.1:\d+/);
    expect(first).toMatch(/one-time password `\S{12,}`/);
    expect(statSync(join(state, "secret")).mode & 0o777).toBe(0o600);

    house?.kill("SIGINT");
    expect(await once(house!, "exit")).toEqual([0, null]);
    expect(await start()).not.toContain("one-time password");
  });

  it("leaves no server running when it is killed with kill -9, and comes back", async () => {
    await start();
    const pids = servers();
    expect(areRunning(pids)).toEqual([true, true]);
    house?.kill("SIGKILL");
    await expect.poll(() => areRunning(pids)).toEqual([false, false]);

    const before = performance.now();
    await start();
    console.log(`back after ${Math.round(performance.now() - before)} ms`);
  });

  it("says in words which setting is wrong, and starts nothing", async () => {
    const said = await start({ PORTAL_PORT: "eighty" });
    expect(said).toContain("PORTAL_PORT");
    expect(said).not.toContain("at ");
    await expect.poll(() => house?.exitCode).toBe(1);
  });
});
