import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startPostgres } from "#access/postgres/embedded";
import { worldOf } from "#access/runtime/house";
import { keepRunning } from "#access/runtime/keep-running";
import { readSettings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import { type CrowdReport, gather } from "#lab/crowd/crowd";
import { openLab } from "#lab/lab";
import { freePort, freeUdpPort } from "../../bench/ports.ts";
import { usageOf } from "../access/session/live.ts";
import { CLOSING_MS, closeInTurn } from "../setup/closing.ts";
import { haveStarted, spawnPrograms } from "../setup/process.ts";

const PEOPLE = 200;
/** Answers their access points get between two kills. */
const ANSWERS = 200;
/** They are sent home earlier, seconds. */
const LONGEST = 300;
const PROGRAMS = ["radius-server", "drain", "portal"];

/** A store that comes back when it was killed. */
export type Killable = {
  readonly url: string;
  /** kills it as `kill -9` does; settled once it is back, or another has taken its place */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A server of our own that is started again when it was killed. */
export const killable = async (start: Parameters<typeof keepRunning>[0]): Promise<Killable> => {
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
  return { url: kept.url, kill: async () => void process.kill(pid, "SIGKILL"), close: kept.stop };
};

type Charge = { readonly up: number; readonly down: number };

/**
 * A crowd of 200 at four RADIUS workers, while the program, Redis and PostgreSQL are killed one after the other.
 *
 * @param what      what is killed of Redis, in the tests' words
 * @param openStore opens a Redis; it may keep files in the directory
 * @param replicas  how many replicas have a report before it is answered
 */
export const killedUnderACrowd = (
  what: string,
  openStore: (directory: string) => Promise<Killable>,
  replicas = 0,
): void => {
  describe(`a crowd of ${PEOPLE} at four RADIUS workers while the program, ${what} and PostgreSQL are killed`, () => {
    let postgres: Killable;
    let redis: Killable;
    let environment: Record<string, string>;
    let programs: ChildProcess;
    let world: World;
    let report: CrowdReport;

    const startPrograms = async (): Promise<void> => {
      programs = spawnPrograms(PROGRAMS, environment);
      await haveStarted(programs, PROGRAMS);
    };

    const killPrograms = async (): Promise<void> => {
      const gone = once(programs, "exit");
      programs.kill("SIGKILL");
      await gone;
      await startPrograms();
    };

    beforeAll(async () => {
      const directory = join(inject("runDirectory"), `killed-${process.pid}`);
      mkdirSync(directory, { mode: 0o711 });
      [postgres, redis] = await Promise.all([
        killable(() => startPostgres({ dir: join(directory, "postgres") })),
        openStore(directory),
      ]);
      const portal = await freePort();
      environment = {
        HIEN_MODE: "demo",
        HIEN_SECRET: "a-secret-of-the-tests-only-0123456789abcdef",
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        REDIS_REPLICAS: String(replicas),
        LOG_LEVEL: "silent",
        SMS_GATEWAY: "lab",
        RADIUS_WORKERS: "4",
        RADIUS_AUTH_PORT: String(await freeUdpPort()),
        RADIUS_ACCT_PORT: String(await freeUdpPort()),
        PORTAL_PORT: String(portal),
        PORTAL_URL: `http://127.0.0.1:${portal}`,
      };
      await startPrograms();
      world = worldOf(readSettings(environment), "lab");
      const lab = await openLab(world);
      const home = new AbortController();
      const gathering = gather(lab, { people: PEOPLE, seconds: LONGEST, seed: 1 }, home.signal);
      /** Lets the crowd go on for a while, by its own measure: on a slow machine it is slow as well. */
      const surf = async (): Promise<void> => {
        const before = lab.tally.answered;
        while (lab.tally.answered < before + ANSWERS) await pause(20);
      };
      const kills = [killPrograms, redis.kill, postgres.kill];
      for (const kill of kills) {
        await surf();
        await kill();
      }
      await surf();
      // And again while all go home at once: after a last report no later one makes good what was lost.
      home.abort();
      for (const kill of kills) await kill();
      report = await gathering;
      lab.close();
    }, 240_000);

    const stopPrograms = async (): Promise<void> => {
      const gone = once(programs, "exit");
      programs.kill("SIGTERM");
      await gone;
    };

    afterAll(
      () =>
        closeInTurn([
          ["the test's connection to Redis", () => world?.redis.disconnect()],
          ["the test's pool", () => world?.database.destroy()],
          ["the programs", stopPrograms],
          [what, redis.close],
          ["PostgreSQL", postgres.close],
        ]),
      CLOSING_MS,
    );

    it("loses and doubles no octet that was acknowledged", async () => {
      expect(report.logins.ok).toBeGreaterThan(PEOPLE / 2);
      expect(report.acknowledgedOctets).toBeGreaterThan(0);
      expect(report.unacknowledged).toBe(0);
      const stored = async (): Promise<string[]> => {
        const rows = await world.database("sessions").select("login_id", "up", "down", "seconds");
        const known = new Map(rows.map((row) => [row.login_id, row]));
        return report.entries.flatMap(({ loginId, acknowledged }) => {
          const row = known.get(loginId);
          const wrong = (["up", "down", "seconds"] as const).filter(
            (side) => row?.[side] !== acknowledged[side],
          );
          return wrong.map(
            (side) => `${loginId} ${side}: stored ${row?.[side]}, acknowledged ${acknowledged[side]}`,
          );
        });
      };
      await expect.poll(stored, { timeout: 20_000 }).toEqual([]);
    }, 40_000);

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
    }, 40_000);

    it("knows in Redis what it knows in PostgreSQL, and both sums are the acknowledged octets", async () => {
      const rows = await world.database("usage").where({ per: "once" }).select("subscriber_id", "up", "down");
      const sum = (charges: readonly Charge[]): number =>
        charges.reduce((octets, { up, down }) => octets + up + down, 0);
      expect(sum(rows)).toBe(report.acknowledgedOctets);
      const counted = rows.map(async ({ subscriber_id: id }): Promise<Charge> => {
        const usage = await usageOf(world.redis, id);
        const [, text = ""] = Object.entries(usage).find(([period]) => period.startsWith("o:")) ?? [];
        const [up, down] = text.split(":").map(Number);
        return { up: up ?? 0, down: down ?? 0 };
      });
      expect(await Promise.all(counted)).toEqual(rows.map(({ up, down }) => ({ up, down })));
    });
  });
};
