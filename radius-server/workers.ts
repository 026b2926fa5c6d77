import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { World } from "#access/runtime/world";

/** What a worker tells once its programs have started. */
export const STARTED = "started";

/** A worker that ended is replaced after this, ms, so that one that cannot start does not spin. */
const REPLACED_AFTER_MS = 1_000;

const MAIN = new URL(import.meta.url.endsWith(".ts") ? "../main.ts" : "../main.js", import.meta.url);

const hasStarted = async (worker: Worker): Promise<void> => {
  const stopped = new AbortController();
  const ended = once(worker, "exit", { signal: stopped.signal }).then(([code]) => {
    throw new Error(`a RADIUS worker ended with ${code} before it had started`);
  });
  try {
    for (;;) {
      const [said] = await Promise.race([once(worker, "message", { signal: stopped.signal }), ended]);
      if (said === STARTED) return;
    }
  } finally {
    stopped.abort();
    ended.catch(() => {});
  }
};

/** RADIUS servers that share the ports: the kernel gives each datagram to one of them. */
export type Workers = { readonly stop: () => Promise<void> };

/**
 * Starts RADIUS servers as processes of their own on the same ports, and replaces one that ends.
 *
 * A repeat may reach another worker than the first time: what answers it there is idempotent by Redis.
 *
 * @throws when one of them does not start, after the others were stopped again
 */
export const startWorkers = async ({ log }: Pick<World, "log">, count: number): Promise<Workers> => {
  cluster.setupPrimary({ exec: fileURLToPath(MAIN), args: ["radius-server"], silent: false });
  let stopping = false;
  const replace = async (code: number): Promise<void> => {
    if (stopping) return;
    log.error({ code }, "a RADIUS worker ended; another takes its place");
    await pause(REPLACED_AFTER_MS);
    if (!stopping) fork();
  };
  const fork = (): Worker => {
    const worker = cluster.fork();
    worker.once("exit", (code) => void replace(code));
    return worker;
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all(
      Object.values(cluster.workers ?? {}).map(async (worker) => {
        if (!worker || worker.isDead()) return;
        const ended = once(worker, "exit");
        worker.process.kill("SIGTERM");
        await ended;
      }),
    );
  };
  try {
    await Promise.all(Array.from({ length: count }, () => hasStarted(fork())));
  } catch (fault) {
    await stop(); // the program would not end while one of them runs, and nobody would start it again
    throw fault;
  }
  return { stop };
};
