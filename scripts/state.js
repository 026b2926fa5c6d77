import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./step.js";

/** What a start keeps between runs: its secret, its databases; nothing of it belongs in the repository. */
export const STATE = process.env.HIEN_STATE ?? join(ROOT, ".hien");

const SECRET = join(STATE, "secret");
const RUNNING = join(STATE, "running.json");

/** Makes the directory; the servers' own user must be able to pass through it. */
export const makeState = () => {
  mkdirSync(STATE, { recursive: true });
  chmodSync(STATE, 0o711);
};

/** The master secret of this machine, made once and readable by nobody else. */
export const ownSecret = () => {
  if (!existsSync(SECRET))
    writeFileSync(SECRET, randomBytes(36).toString("base64"), { mode: 0o600, flag: "wx" });
  return readFileSync(SECRET, "utf8");
};

/** Remembers the settings of what runs now, for other commands of the same person. */
export const rememberRunning = (settings) => {
  rmSync(RUNNING, { force: true });
  writeFileSync(RUNNING, JSON.stringify(settings), { mode: 0o600 });
};

export const forgetRunning = () => rmSync(RUNNING, { force: true });

/** The settings of what was started last; nothing when it was stopped. */
export const runningSettings = () => (existsSync(RUNNING) ? JSON.parse(readFileSync(RUNNING, "utf8")) : {});
