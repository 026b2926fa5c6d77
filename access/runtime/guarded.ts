import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Unprivileged } from "./unprivileged.ts";

/** A server of ours that cannot outlive us. */
export type Guarded = {
  /** process id of the server itself */
  readonly pid: number;
  /** settles once the server has ended, for whatever reason */
  readonly gone: Promise<void>;
  /** asks the server to end and waits for it; repeating it is harmless */
  readonly stop: () => Promise<void>;
};

/** What to run, and how it wishes to be ended. */
export type Wish = {
  readonly command: string;
  readonly parameters: readonly string[];
  /** what ends it in good order */
  readonly signal: "INT" | "TERM";
  /** what ends it at once, losing nothing it acknowledged */
  readonly atOnce: "QUIT" | "TERM";
  readonly directory: string;
  /** where its sockets lie: goes with it, unless something is left there */
  readonly sockets?: string | undefined;
  /** who runs it; ourselves when absent */
  readonly as?: Unprivileged | undefined;
  /** open file that takes what it prints */
  readonly output: number;
};

/**
 * The guard: a shell between us and the server whose standard input is a pipe only we hold the other end of. A line in
 * it asks for an end in good order; when we end, were it by `kill -9`, the pipe closes without one and the guard ends
 * the server at once. What still runs ten seconds later ends by force. Plain POSIX: Linux and macOS behave alike.
 */
const GUARD = `
signal=$1; at_once=$2; sockets=$3; shift 3
exec 3<&0 </dev/null
"$@" 3<&- >&4 2>&4 4>&- &
server=$!
exec 4>&-
(
  exec >/dev/null
  if read -r line <&3; then kill -"$signal" $server; else kill -"$at_once" $server; fi
  tries=0
  while kill -0 $server && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL $server
) 2>/dev/null &
watch=$!
trap '' HUP INT TERM
exec 3<&-
echo $server
exec >/dev/null
wait $server
[ -z "$sockets" ] || rmdir "$sockets"
kill -KILL $watch
`;

/** The environment of a server: nothing of ours, no secret among it. */
const environment = (directory: string) => ({
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  HOME: directory,
  LC_ALL: "C",
  TZ: "UTC",
});

/**
 * Starts a server under a guard that ends it when this process ends.
 *
 * @throws Error when not even the guard could be started
 */
export const startGuarded = async (wish: Wish): Promise<Guarded> => {
  const guard = spawn(
    "/bin/sh",
    ["-c", GUARD, "guard", wish.signal, wish.atOnce, wish.sockets ?? "", wish.command, ...wish.parameters],
    {
      cwd: wish.directory,
      env: environment(wish.directory),
      stdio: ["pipe", "pipe", "ignore", "ignore", wish.output],
      detached: true, // Ctrl-C in a terminal is for us, not for the server
      ...(wish.as && { uid: wish.as.uid, gid: wish.as.gid }),
    },
  );
  await once(guard, "spawn");
  const gone = once(guard, "exit").then(() => {});
  guard.stdin?.on("error", () => {}); // the server may end first
  const [pid] = await once(createInterface({ input: guard.stdout! }), "line");
  guard.unref();
  return {
    pid: Number(pid),
    gone,
    stop: async () => {
      guard.ref();
      guard.stdin?.end("stop\n");
      await gone;
    },
  };
};
