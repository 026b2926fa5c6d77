import { execFile } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { Failure } from "../runtime/failure.ts";
import { type Guarded, startGuarded } from "../runtime/guarded.ts";
import { isHeld, untilFree } from "../runtime/pid-file.ts";
import { ownedDirectory, socketDirectory, type Unprivileged, unprivileged } from "../runtime/unprivileged.ts";
import { binaries } from "./binaries.ts";

/** Where an embedded PostgreSQL keeps its files, and whether it may forget them in a power cut (tests). */
export type EmbeddedPostgres = { readonly dir: string; readonly fsync?: boolean };

const USER = "hien";
const DATABASE = "hien";

/** The cluster proper lies one level down, so that it can be made aside and moved in place whole. */
const CLUSTER = "cluster";
const HALF_MADE = "cluster.new-";

const initdb = async (
  bin: string,
  state: string,
  as: Unprivileged | undefined,
  fsync: boolean,
): Promise<void> => {
  const half = join(state, `${HALF_MADE}${process.pid}`);
  const choices = [
    "--username",
    USER,
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C",
    "--builtin-locale=C.UTF-8",
  ];
  await promisify(execFile)(
    join(bin, "initdb"),
    ["--pgdata", half, ...choices, ...(fsync ? [] : ["--no-sync"])],
    {
      cwd: state,
      env: { PATH: process.env["PATH"], HOME: state, LC_ALL: "C", TZ: "UTC" },
      ...(as && { uid: as.uid, gid: as.gid }),
    },
  );
  renameSync(half, join(state, CLUSTER));
};

const makeCluster = async (
  bin: string,
  state: string,
  as: Unprivileged | undefined,
  fsync: boolean,
): Promise<void> => {
  for (const name of readdirSync(state)) {
    if (name.startsWith(HALF_MADE)) rmSync(join(state, name), { recursive: true });
  }
  if (!existsSync(join(state, CLUSTER))) await initdb(bin, state, as, fsync);
};

const parameters = (cluster: string, socketDir: string, fsync: boolean): string[] => {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    fsync: fsync ? "on" : "off",
    synchronous_commit: fsync ? "on" : "off",
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

const untilReady = async (server: Guarded, socketDir: string): Promise<void> => {
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
  throw new Failure("postgres_did_not_start", {}, { cause: last });
};

/** A lock file whose process is no PostgreSQL of ours is a leftover; PostgreSQL itself only looks whether the pid lives. */
const dropStaleLock = async (cluster: string): Promise<void> => {
  const lock = join(cluster, "postmaster.pid");
  await untilFree(lock, cluster);
  if (!isHeld(lock, cluster)) rmSync(lock, { force: true });
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
}: EmbeddedPostgres): Promise<Guarded & { url: string }> => {
  const as = unprivileged();
  const state = ownedDirectory(dir, as);
  const bin = binaries(as);
  await makeCluster(bin, state, as, fsync);
  const cluster = join(state, CLUSTER);
  const socketDir = socketDirectory(state, as);
  await dropStaleLock(cluster);
  const output = openSync(join(state, "postgres.log"), "w", 0o600);
  try {
    const server = await startGuarded({
      command: join(bin, "postgres"),
      parameters: parameters(cluster, socketDir, fsync),
      signal: "INT",
      directory: state,
      as,
      output,
    });
    await untilReady(server, socketDir);
    return { ...server, url: urlOf(socketDir, DATABASE) };
  } finally {
    closeSync(output);
  }
};
