import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** With HIEN_TEST_DIST=1 the same tests judge the build: `#…` then stands for what lies in ./dist. */
const onBuild = process.env["HIEN_TEST_DIST"] === "1";
const root = fileURLToPath(new URL(onBuild ? "./dist/" : "./", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^#(access|radius-server|portal|admin|lab)\/(.*)$/,
        replacement: `${root}$1/$2.${onBuild ? "js" : "ts"}`,
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    globalSetup: ["test/setup/global.ts"],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What is waited for comes sooner or later; how much later is the machine's affair.
    expect: { poll: { timeout: 10_000 } },
    reporters: ["default", "junit"],
    outputFile: { junit: onBuild ? "artefacts/junit-build.xml" : "artefacts/junit-source.xml" },
  },
});
