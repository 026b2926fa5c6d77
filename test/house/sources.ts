import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, posix } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the house as git would keep it: its path from the root, with slashes, and its text. */
export type Source = { readonly path: string; readonly text: string };

/** The text of one file; the path begins at the root. */
export const textOf = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");

/** Whether something lies at a path that begins at the root. */
export const exists = (path: string): boolean => existsSync(`${ROOT}${path}`);

// a deleted file is still in the index, and an empty name is the root
const paths: readonly string[] = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  { cwd: ROOT, encoding: "utf8" },
)
  .split("\0")
  .filter((path) => statSync(`${ROOT}${path}`, { throwIfNoEntry: false })?.isFile());

/** Every file whose path matches, in the order of their paths. */
export const files = (pattern: RegExp): Source[] =>
  [...new Set(paths)]
    .filter((path) => pattern.test(path))
    .sort()
    .map((path) => ({ path, text: textOf(path) }));

/** TypeScript of the product, without tests and tools. */
export const product = (): Source[] =>
  files(/^(main\.ts$|(access|radius-server|portal|admin|lab)\/.*\.tsx?$)/);

const SPECIFIER = /(?:^|[\s;}])(?:from|import)\s*\(?\s*"([^"\n]+)"/g;

/** What a file imports, as it is written there: statements and `import()`, types among them. */
export const importsOf = ({ text }: Source): string[] =>
  [...text.matchAll(SPECIFIER)].map(([, specifier = ""]) => specifier);

/**
 * The file an import means, as a path from the root.
 *
 * @returns undefined for a package or a module of Node
 */
export const resolved = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith("#")) return `${specifier.slice(1)}.ts`;
  if (specifier.startsWith(".")) return posix.normalize(posix.join(dirname(from), specifier));
  return undefined;
};

/** The text without its comments, so that a rule about code does not read prose. */
export const codeOf = ({ text }: Source): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[\s;])\/\/[^\n]*/g, "$1");

/** Where a pattern occurs in code: `path:line` of each, comments left out. */
export const placesOf = (source: Source, pattern: RegExp): string[] => {
  const blank = (comment: string): string => comment.replace(/[^\n]/g, " ");
  const code = source.text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|[\s;])\/\/[^\n]*/g, (comment) => blank(comment));
  return code
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) ? [`${source.path}:${index + 1}`] : []));
};
