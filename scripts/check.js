import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installGateway, installPackages, installParts } from "./install.js";
import { ROOT, runs, tool } from "./step.js";

const ARTEFACTS = join(ROOT, "artefacts");

const node =
  (...parameters) =>
  () =>
    runs(process.execPath, parameters);
const npm =
  (name, ...parameters) =>
  () =>
    runs(tool(name), parameters);

const sum = (report, attribute) =>
  [...report.matchAll(/<testsuite [^>]*>/g)].reduce(
    (total, [tag]) => total + Number(tag.match(` ${attribute}="(\\d+)"`)?.[1] ?? 0),
    0,
  );

const PLAIN = { "&gt;": ">", "&lt;": "<", "&quot;": '"', "&apos;": "'", "&amp;": "&" };
const FAILED = /<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\s*<failure message="([^"]*)"/g;

/** Which tests a report says have failed, and the first line of why. */
const failures = (report) =>
  [...report.matchAll(FAILED)].map(([, file, name, why]) =>
    `${file}: ${name}\n         ${why.split("&#10;")[0]}`.replaceAll(
      /&\w+;/g,
      (entity) => PLAIN[entity] ?? entity,
    ),
  );

/** How many tests a run of vitest reported, and which failed; none when it could not even begin. */
const counts = (name) => {
  try {
    const report = readFileSync(join(ARTEFACTS, `junit-${name}.xml`), "utf8");
    const failed = sum(report, "failures") + sum(report, "errors");
    return {
      passed: sum(report, "tests") - failed - sum(report, "skipped"),
      failed,
      names: failures(report),
    };
  } catch {
    return { passed: 0, failed: 0, names: [] };
  }
};

const tests = (name, environment) => () => {
  const ok = runs(tool("vitest"), ["run"], { environment });
  const { passed, failed, names } = counts(name);
  return { passed, failed: ok ? failed : Math.max(failed, 1), names };
};

/** Every check in the order it runs; one that fails does not keep the others from running. */
const STEPS = [
  ["format and lint", npm("biome", "check", ".")],
  ["lint with types", npm("oxlint", "--type-aware")],
  ["types", npm("tsc", "--noEmit")],
  ["types of the panel", npm("tsc", "--noEmit", "-p", "admin/panel")],
  ["dead code", npm("knip")],
  ["tests", tests("source", {})],
  ["build", node("scripts/build.js")],
  ["tests on the build", tests("build", { HIEN_TEST_DIST: "1" })],
];

/** A step that is no test counts as one failure when it fails, so the last line tells of it. */
const outcome = (result) => (typeof result === "boolean" ? { passed: 0, failed: result ? 0 : 1 } : result);

const timed = ([name, step]) => {
  console.log(`\n— ${name}`);
  const before = performance.now();
  const { passed, failed, names = [] } = outcome(step());
  return { name, passed, failed, names, seconds: (performance.now() - before) / 1000 };
};

installPackages();
installParts(["redis", "radclient", "radsecproxy", "chromium"]);
installGateway();
rmSync(ARTEFACTS, { recursive: true, force: true });
mkdirSync(ARTEFACTS);

const results = STEPS.map(timed);
console.log("");
for (const { name, failed, names, seconds } of results) {
  console.log(`${failed === 0 ? "ok    " : "FAILED"} ${name.padEnd(20)} ${seconds.toFixed(1).padStart(7)} s`);
  for (const each of names) console.log(`       ${each}`);
}
const total = (what) => results.reduce((all, result) => all + result[what], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") === 0 ? 0 : 1;
