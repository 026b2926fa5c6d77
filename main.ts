import { once } from "node:events";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aliveIn } from "#access/runtime/alive";
import { explain } from "#access/runtime/explain";
import { Failure } from "#access/runtime/failure";
import { type House, open, type Start } from "#access/runtime/house";
import { readSettings, type Settings } from "#access/runtime/settings";
import { STARTED } from "./radius-server/workers.ts";

/** Every program in the order they start; a program's code is loaded only where it runs. */
const PROGRAMS: Readonly<Record<string, () => Promise<{ readonly start: Start }>>> = {
  "radius-server": () => import("./radius-server/start.ts"),
  drain: () => import("./radius-server/drain/start.ts"),
  portal: () => import("./portal/start.ts"),
  admin: () => import("./admin/start.ts"),
  lab: () => import("./lab/start.ts"),
};

const chosen = (names: readonly string[], settings: Settings): string[] => {
  const known = Object.keys(PROGRAMS);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger) throw new Failure("program_unknown", { name: stranger, known: known.join(", ") });
  if (names.includes("lab") && settings.HIEN_MODE !== "demo") throw new Failure("lab_refused");
  if (names.length === 0) return known.filter((name) => name !== "lab" || settings.HIEN_MODE === "demo");
  return known.filter((name) => names.includes(name));
};

/**
 * Starts all programs, or those named.
 *
 * @param alive  file renewed every five seconds while all is well, for a health check
 * @throws Failure with a sentence in `explain` when settings, stores or names are at fault
 */
export const run = async (
  names: readonly string[],
  environment: NodeJS.ProcessEnv,
  alive?: string,
): Promise<House> => {
  const settings = readSettings(environment);
  const modules = await Promise.all(chosen(names, settings).map((name) => PROGRAMS[name]!()));
  return open(settings, [...modules.map(({ start }) => start), ...(alive ? [aliveIn(alive)] : [])]);
};

const askedToStop = (): Promise<unknown> => Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);

const main = async (): Promise<void> => {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { alive: { type: "string" } },
    });
    const house = await run(positionals, process.env, values.alive);
    const asked = askedToStop(); // who hears that it has started may ask at once
    console.log(`started: ${house.programs.map(({ name }) => name).join(", ")}`);
    process.send?.(STARTED); // to whom this one is a worker
    await asked;
    await house.stop();
  } catch (fault) {
    console.error(explain(fault));
    process.exitCode = 1;
  } finally {
    if (process.connected) process.disconnect(); // a worker lives as long as it is spoken to
  }
};

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
