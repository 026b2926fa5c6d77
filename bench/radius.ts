/* npm run bench:radius: our RADIUS server beside FreeRADIUS, on this machine, in one run. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { explain } from "#access/runtime/explain";
import { Failure } from "#access/runtime/failure";
import { startGenerator } from "./generator/start.ts";
import { grow } from "./growth.ts";
import { type Options, optionsOf } from "./options.ts";
import { type Ours, startOurs } from "./ours/target.ts";
import { requireFreeRadius } from "./peers/freeradius.ts";
import { startRedisPeer } from "./peers/redis.ts";
import { startSql } from "./peers/sql.ts";
import { documentOf, figures, type Setting } from "./report.ts";
import { type Bench, booksOf, LOADS, type Measured, measure, openSessions, type Results } from "./rounds.ts";
import { openStores } from "./stores.ts";
import type { Target } from "./target.ts";

/** Read before anything of ours runs. */
const [othersWaiting = 0] = loadavg();

const say = (text: string): void => console.error(text);

const versionOf = (command: string, pattern: RegExp): string =>
  pattern.exec(execFileSync(command, ["-v"], { encoding: "utf8" }))?.[1] ?? "of an unknown version";

const postgresVersion = async ({ world }: Ours): Promise<string> => {
  const { rows } = await world.database.raw<{ rows: [{ version: string }] }>(
    `select current_setting('server_version') as version`,
  );
  return rows[0].version;
};

const settingOf = async (options: Options, ours: Ours, perSession: number): Promise<Setting> => ({
  day: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} cores of ${cpus()[0]?.model.trim()} with ${Math.round(totalmem() / 2 ** 30)} GiB`,
  software: [
    `Node ${process.versions.node}`,
    `Redis ${versionOf("redis-server", /v=(\S+)/)}`,
    `PostgreSQL ${await postgresVersion(ours)}`,
    `FreeRADIUS ${versionOf("freeradius", /Version (\d+\.\d+\.\d+)/)}`,
  ].join(", "),
  command: "npm run bench:radius",
  ...options,
  othersWaiting,
  perSubscriber: ours.perSubscriber,
  perSession,
});

const lineOf = ({ target, load, outcome, costs, caughtUp }: Measured): string =>
  [
    target.padEnd(6),
    load.padEnd(9),
    `${Math.round(outcome.answered / outcome.seconds)}/s`.padStart(9),
    `p50 ${outcome.p50.toFixed(2)} p99 ${outcome.p99.toFixed(2)} ms`,
    Object.entries(costs)
      .map(([name, cpu]) => `${name} ${cpu.toFixed(1)}`)
      .join(" "),
    `generator ${(outcome.cpu / Math.max(1, outcome.answered)).toFixed(1)}`,
    `stored ${caughtUp.toFixed(2)} s lost ${outcome.lost} wrong ${outcome.wrong} repeated ${outcome.repeated}`,
  ].join("  ");

/** A peer that answers 3,000 requests a second cannot be asked 10,000. */
const isAsked = (target: Target, load: Measured["load"]): boolean => target.name !== "sql" || load !== "fast";

const rounds = async (benches: readonly Bench[], options: Options): Promise<Measured[]> => {
  const measured: Measured[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    say(`round ${round} of ${options.rounds}`);
    for (const load of LOADS) {
      for (const bench of benches.filter(({ target }) => isAsked(target, load))) {
        const one = await measure(bench, load, options);
        say(lineOf(one));
        measured.push(one);
      }
    }
  }
  return measured;
};

const compare = async (options: Options, targets: readonly Target[], ours: Ours): Promise<void> => {
  const generator = await startGenerator();
  try {
    const benches = targets.map((target): Bench => ({ target, generator, nextLogin: 1 }));
    const before = await ours.usedMemory();
    for (const bench of benches) await openSessions(bench, options);
    const perSession = ((await ours.usedMemory()) - before) / options.live;
    const measured = await rounds(benches, options);
    const books: Results["books"][number][] = [];
    for (const bench of benches) books.push(await booksOf(bench));
    const resident = Object.fromEntries(targets.map((target) => [target.name, target.resident()]));
    const results: Results = { measured, books, resident };
    const setting = await settingOf(options, ours, perSession);
    console.log(figures(results, setting));
    if (options.document) writeFileSync(options.document, documentOf(results, setting));
  } finally {
    await generator.stop();
  }
};

const growOnly = async (options: Options, ours: Ours): Promise<void> => {
  const generator = await startGenerator();
  try {
    console.table(await grow({ target: ours, generator, nextLogin: 1 }, ours, options, 1_000));
  } finally {
    await generator.stop();
  }
};

const main = async (): Promise<void> => {
  const options = optionsOf(process.argv.slice(2));
  const isAlone = options.growth || options.profile !== "";
  if (!isAlone) requireFreeRadius();
  const stores = await openStores(options);
  const targets: Target[] = [];
  try {
    say(`seeding ${options.subscribers} subscribers …`);
    const ours = await startOurs(stores, options);
    targets.push(ours);
    if (options.growth) return await growOnly(options, ours);
    if (!isAlone) targets.push(await startSql(stores, options), await startRedisPeer(stores, options));
    await compare(options, targets, ours);
  } finally {
    for (const target of targets.toReversed()) await target.stop();
    await stores.close();
  }
};

const SENTENCES: Readonly<Record<string, string>> = {
  freeradius_missing:
    "The peer is missing: install it with `RUNLEVEL=1 apt-get install freeradius freeradius-postgresql freeradius-redis`.",
};

try {
  await main();
} catch (fault) {
  say((fault instanceof Failure && SENTENCES[fault.code]) || explain(fault));
  process.exit(1); // what was half begun may still wait for a store
}
