import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Failure } from "../runtime/failure.ts";
import { type Guarded, startGuarded } from "../runtime/guarded.ts";
import { holderOf, untilFree } from "../runtime/pid-file.ts";
import { ownedDirectory, socketDirectory, unprivileged } from "../runtime/unprivileged.ts";
import { binaries } from "./binaries.ts";
import { CLUSTER, makeCluster, USER } from "./cluster.ts";

/** Where an embedded PostgreSQL keeps its files, and whether it may forget them in a power cut (tests). */
export type EmbeddedPostgres = {
  readonly dir: string;
  readonly fsync?: boolean;
  /** how long a server that is just ending is waited for, seconds; 10 unless told */
  readonly patience?: number;
};

const DATABASE = "hien";
const LOG = "postgres.log";

const parameters = (cluster: string, socketDir: string, fsync: boolean): string[] => {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    fsync: fsync ? "on" : "off",
    full_page_writes: fsync ? "on" : "off",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
  };
  return ["-D", cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
};

const urlOf = (socketDir: string, database: string): string =>
  `postgresql://${USER}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;

const NO_SUCH_DATABASE = "3D000";

/** Makes our database when it is not there yet; fails while the server still starts or recovers. */
const ensureDatabase = async (socketDir: string): Promise<void> => {
  try {
    await ask(urlOf(socketDir, DATABASE), "select 1");
  } catch (fault) {
    if ((fault as { code?: string }).code !== NO_SUCH_DATABASE) throw fault;
    await ask(urlOf(socketDir, "postgres"), `create database ${DATABASE}`);
  }
};

const ask = async (url: string, question: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(question);
  } finally {
    await client.end().catch(() => {});
  }
};

const untilReady = async (server: Guarded, socketDir: string, log: string): Promise<void> => {
  let ended = false;
  void server.gone.then(() => {
    ended = true;
  });
  let last: unknown;
  while (!ended) {
    try {
      return await ensureDatabase(socketDir);
    } catch (fault) {
      last = fault;
      await pause(25);
    }
  }
  throw new Failure("postgres_did_not_start", { log }, { cause: last });
};

/**
 * Waits for a PostgreSQL that is just ending. PostgreSQL clears its own stale lock file away, and needs it to notice
 * children that still live; only when another program has the pid by now would it refuse for ever.
 */
const untilUnlocked = async (cluster: string, patience: number): Promise<void> => {
  const lock = join(cluster, "postmaster.pid");
  await untilFree(lock, cluster, patience);
  if (holderOf(lock, cluster) === "stranger") rmSync(lock);
};

/** Children of a killed PostgreSQL take a moment to notice; until then a new one does not start. */
const isStillInUse = (state: string): boolean =>
  readFileSync(join(state, LOG), "utf8").includes("still in use");

const startOnce = async (bin: string, state: string, socketDir: string, fsync: boolean): Promise<Guarded> => {
  const output = openSync(join(state, LOG), "w", 0o600);
  try {
    const server = await startGuarded({
      command: join(bin, "postgres"),
      parameters: parameters(join(state, CLUSTER), socketDir, fsync),
      signal: "INT",
      atOnce: "QUIT", // what was committed is in the write-ahead log
      directory: state,
      sockets: socketDir,
      as: unprivileged(),
      output,
    });
    await untilReady(server, socketDir, join(state, LOG));
    return server;
  } finally {
    closeSync(output);
  }
};

/**
 * Starts a PostgreSQL of our own from the npm package for this machine: a Unix socket and no port, never as root. It
 * ends with this process. The first start makes the cluster aside and moves it in place, so there is never half a one.
 *
 * @returns its URL, process id, a promise of its end, and how to stop it
 * @throws Failure `postgres_missing`, `postgres_did_not_start` (its log lies in the directory), or `already_running`
 *   when another one holds the directory
 */
export const startPostgres = async ({
  dir,
  fsync = true,
  patience = 10,
}: EmbeddedPostgres): Promise<Guarded & { url: string }> => {
  const as = unprivileged();
  const state = ownedDirectory(dir, as);
  const bin = binaries(as);
  await makeCluster(bin, state, as, fsync);
  await untilUnlocked(join(state, CLUSTER), patience);
  for (let tries = 0; ; tries += 1) {
    const socketDir = socketDirectory(state, as);
    try {
      return { ...(await startOnce(bin, state, socketDir, fsync)), url: urlOf(socketDir, DATABASE) };
    } catch (fault) {
      const mayHaveGone = tries === 0 && !existsSync(socketDir); // with one that just ended
      if (tries >= patience * 5 || !(mayHaveGone || isStillInUse(state))) throw fault;
      await pause(200);
    }
  }
};
