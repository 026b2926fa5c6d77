import { execFile } from "node:child_process";
import { existsSync, readdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Unprivileged } from "../runtime/unprivileged.ts";

/** The database user the cluster is made for. */
export const USER = "hien";

/** The cluster proper lies one level down, so that it can be made aside and moved in place whole. */
export const CLUSTER = "cluster";
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

/**
 * Makes the cluster below a directory unless it is there, and clears away what an interrupted making left.
 *
 * @param bin    directory of `initdb`
 * @param fsync  whether it must outlast a power cut
 */
export const makeCluster = async (
  bin: string,
  state: string,
  as: Unprivileged | undefined,
  fsync: boolean,
): Promise<void> => {
  for (const name of readdirSync(state)) {
    if (name.startsWith(HALF_MADE)) {
      // an initdb whose parent was killed may still write for a moment; without its directory it ends
      await rm(join(state, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  }
  if (!existsSync(join(state, CLUSTER))) await initdb(bin, state, as, fsync);
};
