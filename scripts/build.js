import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, refuse, runs, tool } from "./step.js";

const FOLDERS = ["access", "radius-server", "portal", "admin", "lab"];
const PANEL = "admin/panel";
const DIST = join(ROOT, "dist");

/** Every file below a folder, relative to the house; built and installed ones left out. */
const filesBelow = (folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.name === "node_modules" || entry.name === "dist") return [];
        return entry.isDirectory() ? filesBelow(path) : [path];
      })
    : [];

const isOfPanel = (path) => path.startsWith(`${PANEL}/`);
const isCode = (path) => /\.tsx?$/.test(path);

/** Changes whenever one of the files does. */
const markOf = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths) {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
};

const isBuilt = (name, mark) => {
  const path = join(DIST, `.${name}`);
  return existsSync(path) && readFileSync(path, "utf8") === mark;
};

/** Does one part of the build unless its files are those of the last time. */
const part = (name, inputs, build) => {
  const mark = markOf(["package-lock.json", ...inputs]);
  if (isBuilt(name, mark)) return;
  console.log(`Building ${name} …`);
  rmSync(join(DIST, `.${name}`), { force: true });
  build();
  mkdirSync(DIST, { recursive: true });
  writeFileSync(join(DIST, `.${name}`), mark);
};

/** Removes compiled files whose source is gone, which the tests on the build would otherwise still find. */
const clearPrograms = () => {
  const below = (folder) => (existsSync(join(DIST, folder)) ? readdirSync(join(DIST, folder)) : []);
  for (const folder of FOLDERS) {
    for (const name of below(folder).filter((each) => `${folder}/${each}` !== PANEL))
      rmSync(join(DIST, folder, name), { recursive: true, force: true });
  }
};

const copyAssets = (paths) => {
  for (const path of paths) {
    mkdirSync(dirname(join(DIST, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(DIST, path));
  }
};

const compile = (paths) => {
  clearPrograms();
  if (!runs(tool("tsc"), ["-p", "tsconfig.build.json"]))
    refuse("The build failed; the compiler's message above says where.");
  copyAssets(paths.filter((path) => !isCode(path)));
};

const bundle = () => {
  if (!runs(tool("vite"), ["build", PANEL, "--logLevel", "warn"]))
    refuse("The panel could not be built; the message above says why.");
};

/** Builds the programs into ./dist, if they changed since the last time. */
export const buildPrograms = () => {
  const paths = FOLDERS.flatMap(filesBelow).filter((path) => !isOfPanel(path));
  part("programs", ["main.ts", "tsconfig.json", "tsconfig.build.json", ...paths], () => compile(paths));
};

/** Builds the panel's pages; they take phrases and shapes they share with the API from all of admin/. */
const buildPanel = () => part("panel", filesBelow("admin"), bundle);

/** Builds what changed since the last build into ./dist. */
export const build = () => {
  buildPrograms();
  buildPanel();
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build();
