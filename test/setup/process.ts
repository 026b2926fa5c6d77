import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SOURCE = process.env["HIEN_TEST_DIST"] === "1" ? [] : ["--conditions=hien"];
const WITH_PARENT = ["--import", new URL("./end-with-parent.js", import.meta.url).href];
const STDIO: StdioOptions = ["pipe", "pipe", "inherit"];

/** Runs a TypeScript file as a process of its own, on the same code the tests judge (source or build); it ends with this one. */
export const spawnTypeScript = (file: URL, ...parameters: string[]): ChildProcess =>
  spawn(
    process.execPath,
    [...SOURCE, ...WITH_PARENT, "--import", "tsx", fileURLToPath(file), ...parameters],
    { stdio: STDIO },
  );

/** The first line a process prints, as JSON. */
export const firstLine = async <T>(child: ChildProcess): Promise<T> => {
  const [line] = await once(createInterface({ input: child.stdout! }), "line");
  return JSON.parse(String(line)) as T;
};

/** Whether a process runs. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Runs programs of the house as a process of its own, on the same code the tests judge, with an environment of its own. They
 * end with this one.
 *
 * @param within  a command that runs the command after it somewhere else
 */
export const spawnPrograms = (
  names: readonly string[],
  environment: Record<string, string>,
  within: readonly string[] = [],
): ChildProcess => {
  const main = new URL(SOURCE.length === 0 ? "../../dist/main.js" : "../../main.ts", import.meta.url);
  const loader = SOURCE.length === 0 ? [] : ["--import", "tsx"];
  const [command, ...rest] = [...within, process.execPath];
  const parameters = [...rest, ...SOURCE, ...WITH_PARENT, ...loader, fileURLToPath(main), ...names];
  return spawn(command!, parameters, {
    stdio: STDIO,
    env: { PATH: process.env["PATH"] ?? "", ...environment },
  });
};

/**
 * Settled once programs of the house say that they have started; each of their workers says so for itself before.
 *
 * @throws when they end before
 */
export const haveStarted = async (programs: ChildProcess, names: readonly string[]): Promise<void> => {
  for await (const line of createInterface({ input: programs.stdout! }))
    if (line === `started: ${names.join(", ")}`) return;
  throw new Error("the programs ended before they had started");
};
