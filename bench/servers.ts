import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "#access/runtime/failure";
import { type Guarded, startGuarded } from "#access/runtime/guarded";
import type { Unprivileged } from "#access/runtime/unprivileged";

/** A program to run until the measuring is over, and the words by which it says that it is ready. */
export type Wanted = {
  readonly name: string;
  /** where its log goes, `<name>.log` */
  readonly directory: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ready: string;
  readonly as?: Unprivileged | undefined;
};

const PATIENCE_MS = 30_000;
const LOOK_MS = 25;
/** What is shown of the log of a server that did not start, characters. */
const LAST_WORDS = 2_000;

const untilSaid = async (server: Guarded, path: string, { name, ready }: Wanted): Promise<void> => {
  let ended = false;
  void server.gone.then(() => {
    ended = true;
  });
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    if (readFileSync(path, "utf8").includes(ready)) return;
    if (ended) break;
    await pause(LOOK_MS);
  }
  throw new Failure("server_did_not_start", { name, said: readFileSync(path, "utf8").slice(-LAST_WORDS) });
};

/**
 * Starts a program that ends with this process.
 *
 * @throws Failure `server_did_not_start` with the end of its log
 */
export const startServer = async (wanted: Wanted): Promise<Guarded> => {
  const path = join(wanted.directory, `${wanted.name}.log`);
  const output = openSync(path, "w", 0o600);
  try {
    const server = await startGuarded({
      command: "env",
      parameters: [
        ...Object.entries(wanted.environment ?? {}).map(([name, value]) => `${name}=${value}`),
        ...wanted.command,
      ],
      signal: "TERM",
      atOnce: "TERM",
      directory: wanted.directory,
      as: wanted.as,
      output,
    });
    await untilSaid(server, path, wanted);
    return server;
  } finally {
    closeSync(output);
  }
};
