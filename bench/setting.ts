import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import type { World } from "#access/runtime/world";
import { rounded } from "./tables.ts";

/** Where it was measured. */
export type Setting = {
  /** `2026-11-23` */
  readonly day: string;
  readonly machine: string;
  readonly software: string;
  /** how many others wanted a core before the run, on average of a minute */
  readonly othersWaiting: number;
};

/** Read before anything of ours runs. */
const [othersWaiting = 0] = loadavg();

const versionOf = (command: string, pattern: RegExp): string | undefined => {
  try {
    return pattern.exec(execFileSync(command, ["-v"], { encoding: "utf8" }))?.[1];
  } catch {
    return undefined; // measuring growth needs no peer
  }
};

const postgresVersion = async ({ database }: World): Promise<string> => {
  const { rows } = await database.raw<{ rows: [{ version: string }] }>(
    `select current_setting('server_version') as version`,
  );
  return rows[0].version;
};

/** This machine and its programs. */
export const settingOf = async (world: World): Promise<Setting> => {
  const versions: Readonly<Record<string, string | undefined>> = {
    Node: process.versions.node,
    Redis: versionOf("redis-server", /v=(\S+)/),
    PostgreSQL: await postgresVersion(world),
    FreeRADIUS: versionOf("freeradius", /Version (\d+\.\d+\.\d+)/),
  };
  return {
    day: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores of ${cpus()[0]?.model.trim()} with ${Math.round(totalmem() / 2 ** 30)} GiB`,
    software: Object.entries(versions)
      .flatMap(([name, version]) => (version ? [`${name} ${version}`] : []))
      .join(", "),
    othersWaiting,
  };
};

/** The first words of a report. */
export const measuredOn = (
  command: string,
  { day, machine, software, othersWaiting: load }: Setting,
): string =>
  `Measured on ${day} with \`${command}\` on ${machine}:
${software}. Before the run the machine had a load of ${rounded(load)} by other work,
and more or less of it during the run.`;
