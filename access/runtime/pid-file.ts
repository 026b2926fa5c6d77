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

/**
 * Who holds a pid file: the server meant, a stranger that has the pid by now, or nobody.
 *
 * @param mark  text only that server's command line has
 */
export const holderOf = (pidFile: string, mark: string): "server" | "stranger" | "nobody" => {
  const pid = Number.parseInt(read(pidFile), 10);
  const command = pid > 0 ? commandOf(pid) : "";
  if (command === "") return "nobody";
  return command.includes(mark) ? "server" : "stranger";
};

/**
 * Waits until a server that is just ending has let go of its files.
 *
 * @param mark  text only that server's command line has
 * @throws Failure `already_running` when it still runs after the given time
 */
export const untilFree = async (pidFile: string, mark: string, seconds: number): Promise<void> => {
  for (let tries = 0; holderOf(pidFile, mark) === "server"; tries += 1) {
    if (tries >= seconds * 20) throw new Failure("already_running", { path: pidFile });
    await pause(50);
  }
};
