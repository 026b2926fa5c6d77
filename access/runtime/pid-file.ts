import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "./failure.ts";

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** What a process was started as; empty when there is none. Linux without `ps` has /proc, macOS has `ps`. */
const commandOf = (pid: number): string => {
  const known = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  if (known !== "" || process.platform === "linux") return known;
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
};

/** Whether the process a pid file names runs and is the server meant: a pid may long belong to another program. */
export const isHeld = (pidFile: string, mark: string): boolean => {
  const pid = Number.parseInt(read(pidFile), 10);
  return pid > 0 && commandOf(pid).includes(mark);
};

/**
 * Waits until a server that is just ending has let go of its files.
 *
 * @param mark  text only that server's command line has
 * @throws Failure `already_running` when it still runs after the given time
 */
export const untilFree = async (pidFile: string, mark: string, seconds = 10): Promise<void> => {
  for (let tries = 0; tries < seconds * 20; tries += 1) {
    if (!isHeld(pidFile, mark)) return;
    await pause(50);
  }
  throw new Failure("already_running", { path: pidFile });
};
