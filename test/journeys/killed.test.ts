import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startPostgres } from "#access/postgres/embedded";
import { openDatabase } from "#access/postgres/open";
import { openRedis } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import { systemClock } from "#access/runtime/clock";
import { type Kept, keepRunning } from "#access/runtime/keep-running";
import { keyringOf } from "#access/runtime/keyring";
import { logger } from "#access/runtime/log";
import { readSettings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import { type CrowdReport, gather } from "#lab/crowd/crowd";
import { openLab } from "#lab/lab";
import { spawnPrograms } from "../setup/process.ts";
import { freePort, freeUdpPort } from "./ports.ts";

const PEOPLE = 200;
const SECONDS = 36;
const PROGRAMS = ["radius-server", "drain", "portal"];

type Killable = { readonly kept: Kept; readonly kill: () => void };

/** A store that is started again when it was killed. */
const killable = async (
  start: () => Promise<
    Parameters<typeof keepRunning>[0] extends () => Promise<infer Server> ? Server : never
  >,
): Promise<Killable> => {
  let pid = 0;
  const kept = await keepRunning(
    async () => {
      const server = await start();
      pid = server.pid;
      return server;
    },
    (fault) => {
      throw fault;
    },
  );
  return { kept, kill: () => process.kill(pid, "SIGKILL") };
};

describe("a crowd of 200 at four RADIUS workers while the program, Redis and PostgreSQL are killed", () => {
  let postgres: Killable;
  let redis: Killable;
  let environment: Record<string, string>;
  let programs: ChildProcess;
  let world: World;
  let report: CrowdReport;

  const startPrograms = async (): Promise<void> => {
    programs = spawnPrograms(PROGRAMS, environment);
    await once(programs.stdout!, "data");
  };

  const killPrograms = async (): Promise<void> => {
    const gone = once(programs, "exit");
    programs.kill("SIGKILL");
    await gone;
    await startPrograms();
  };

  beforeAll(async () => {
    const directory = join(inject("runDirectory"), "killed");
    postgres = await killable(() => startPostgres({ dir: join(directory, "postgres") }));
    redis = await killable(() => startRedis({ dir: join(directory, "redis") }));
    const portal = await freePort();
    environment = {
      HIEN_MODE: "demo",
      HIEN_SECRET: "a-secret-of-the-tests-only-0123456789abcdef",
      DATABASE_URL: postgres.kept.url,
      REDIS_URL: redis.kept.url,
      LOG_LEVEL: "silent",
      SMS_GATEWAY: "lab",
      RADIUS_WORKERS: "4",
      RADIUS_AUTH_PORT: String(await freeUdpPort()),
      RADIUS_ACCT_PORT: String(await freeUdpPort()),
      PORTAL_PORT: String(portal),
      PORTAL_URL: `http://127.0.0.1:${portal}`,
    };
    await startPrograms();
    const settings = readSettings(environment);
    world = {
      settings,
      database: openDatabase(settings.DATABASE_URL),
      redis: openRedis(settings.REDIS_URL),
      keyring: keyringOf(settings.HIEN_SECRET),
      now: systemClock,
      log: logger("lab", settings),
    };
    world.redis.on("error", () => {});
    const lab = await openLab(world);
    const gathering = gather(
      lab,
      { people: PEOPLE, seconds: SECONDS, seed: 1 },
      new AbortController().signal,
    );
    // The moments of the kills are the test's own input, not a wait for anything.
    const kills = [killPrograms, async () => redis.kill(), async () => postgres.kill()];
    const killed = kills.map(async (kill, index) => {
      await pause(((index + 1) * SECONDS * 1_000) / 4);
      await kill();
    });
    await Promise.all(killed);
    report = await gathering;
    lab.close();
  }, 240_000);

  afterAll(async () => {
    world?.redis.disconnect();
    await world?.database.destroy();
    const gone = once(programs, "exit");
    programs.kill("SIGTERM");
    await gone;
    await redis.kept.stop();
    await postgres.kept.stop();
  }, 30_000);

  it("loses and doubles no octet that was acknowledged", async () => {
    expect(report.logins.ok).toBeGreaterThan(PEOPLE / 2);
    expect(report.acknowledgedOctets).toBeGreaterThan(0);
    const stored = async (): Promise<string[]> => {
      const rows = await world.database("sessions").select("login_id", "up", "down", "seconds");
      const known = new Map(rows.map((row) => [row.login_id, row]));
      return report.entries.flatMap(({ loginId, acknowledged, sent }) => {
        const row = known.get(loginId);
        const wrong = (["up", "down", "seconds"] as const).filter(
          (side) => !row || row[side] < acknowledged[side] || row[side] > sent[side],
        );
        return wrong.map(
          (side) =>
            `${loginId} ${side}: stored ${row?.[side]}, acknowledged ${acknowledged[side]}, sent ${sent[side]}`,
        );
      });
    };
    await expect.poll(stored, { timeout: 20_000 }).toEqual([]);
  });

  it("charges people what their sessions moved, in every period", async () => {
    const wrong = async (): Promise<unknown> => {
      const { rows } = await world.database.raw(
        `with moved as (select subscriber_id, sum(up)::bigint as up, sum(down)::bigint as down from sessions group by 1),
              charged as (select subscriber_id, per, sum(up)::bigint as up, sum(down)::bigint as down from usage group by 1, 2)
         select count(*) filter (where charged.up <> moved.up or charged.down <> moved.down) as wrong, count(*) > 0 as any
           from charged join moved using (subscriber_id)`,
      );
      return rows;
    };
    await expect.poll(wrong, { timeout: 20_000 }).toEqual([{ wrong: 0, any: true }]);
  });
});
