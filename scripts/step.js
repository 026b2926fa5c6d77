import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The house's own directory: where package.json lies. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A tool that npm installed here. */
export const tool = (name) => `${ROOT}node_modules/.bin/${name}`;

/** Stops with one sentence for the person at the terminal. */
export const refuse = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

/** Runs a command where everybody sees it; says whether it succeeded. */
export const runs = (command, parameters = [], { quiet = false, environment = {} } = {}) =>
  spawnSync(command, parameters, {
    cwd: ROOT,
    stdio: quiet ? "ignore" : ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
  }).status === 0;
