import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "./failure.ts";

/** Whom our own servers run as when we are root. */
export type Unprivileged = { readonly uid: number; readonly gid: number };

const idOf = (flag: "-u" | "-g"): number =>
  Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));

/** The user `nobody` when we are root, and nothing when we already are somebody unprivileged. */
export const unprivileged = (): Unprivileged | undefined =>
  process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : undefined;

const OTHERS_READ_AND_ENTER = 0o005;
const OTHERS_ENTER = 0o001;

const ancestors = (path: string): string[] => {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), path];
};

/** Whether any user at all can read and enter or run the path; a path that is not there cannot be. */
export const isReachable = (path: string): boolean => {
  try {
    const [last, ...above] = ancestors(resolve(path)).reverse();
    return (
      above.every((each) => (statSync(each).mode & OTHERS_ENTER) !== 0) &&
      (statSync(last!).mode & OTHERS_READ_AND_ENTER) === OTHERS_READ_AND_ENTER
    );
  } catch {
    return false;
  }
};

/** Twelve characters that stand for a path. */
export const markOf = (path: string): string =>
  createHash("sha256").update(resolve(path)).digest("hex").slice(0, 12);

/** Where root keeps what the unprivileged user cannot reach otherwise: a clone under /root, say. */
const AWAY = "/var/lib/hien";

const isEnterable = (path: string): boolean =>
  ancestors(resolve(path)).every((each) => (statSync(each).mode & OTHERS_ENTER) !== 0);

/**
 * A directory a server of ours can own: the wished one, or, when root's user `nobody` could not get there, one below
 * /var/lib/hien that stands for it. It and the way to it exist afterwards; it is private to its owner.
 */
export const ownedDirectory = (wished: string, as: Unprivileged | undefined): string => {
  mkdirSync(dirname(wished), { recursive: true });
  const place =
    !as || isEnterable(dirname(wished))
      ? resolve(wished)
      : join(AWAY, markOf(dirname(wished)), basename(wished));
  if (!isEnterableAfter(place, as)) throw new Failure("directory_unreachable", { path: place });
  mkdirSync(place, { recursive: true, mode: 0o700 });
  chmodSync(place, 0o700);
  if (as) chownSync(place, as.uid, as.gid);
  return place;
};

const isEnterableAfter = (place: string, as: Unprivileged | undefined): boolean => {
  if (!as) return true;
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  return isEnterable(dirname(place));
};

/** Longest path of a Unix socket that every system takes (macOS: 104 octets with the closing zero). */
const SOCKET_PATH_LIMIT = 103;
const LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock";

const shortTemporary = (): string =>
  tmpdir().length + "/hien-".length + 12 + LONGEST_SOCKET_NAME.length > SOCKET_PATH_LIMIT ? "/tmp" : tmpdir();

/**
 * A short, private directory for the sockets of a server whose state lies at a path: always the same one for the same
 * path, so that who looks for the server finds it.
 *
 * @throws Failure `socket_directory_untrusted` when somebody else made a directory of that name first
 */
export const socketDirectory = (state: string, as: Unprivileged | undefined): string => {
  const path = join(shortTemporary(), `hien-${markOf(state)}`);
  const owner = as?.uid ?? process.getuid?.();
  try {
    mkdirSync(path, { mode: 0o700 });
    if (as) chownSync(path, as.uid, as.gid);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== "EEXIST") throw fault;
  }
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0)
    throw new Failure("socket_directory_untrusted", { path });
  return path;
};
