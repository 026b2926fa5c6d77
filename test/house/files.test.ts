import { describe, expect, it } from "vitest";
import { codeOf, files, product, type Source } from "./sources.ts";

/** Whether a file only passes on what others export. */
const isBarrel = (source: Source): boolean => {
  const statements = codeOf(source)
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  return (
    statements.length > 0 &&
    statements.every((statement) => /^(export\b[^=(]*\bfrom\b|import\b)/.test(statement))
  );
};

const DEFAULT_EXPORT = /^export default /m;

/** Tools demand a default export here. */
const CONFIGURATIONS = ["vitest.config.ts", "admin/panel/vite.config.ts"];

/** Written in pieces, so that this file does not find itself. */
const FOREIGN = [
  ["/work", "/"],
  ["/tmp/", "brief"],
  ["/home", "/"],
  ["registry.npm", "js.org"],
  ["artifact", "ory"],
  ["code", "artifact"],
  ["session ", "brief"],
  ["co-authored", "-by"],
  ["generated ", "with"],
].map((pieces) => pieces.join(""));

/** Words of another house in a file: machines, registries, tools. */
const foreignWords = ({ path, text }: Source): string[] =>
  FOREIGN.filter((word) => text.toLowerCase().includes(word)).map((word) => `${path}: ${word}`);

describe("a file of the house", () => {
  it("says something of its own instead of passing on what others say", () => {
    expect(isBarrel({ path: "x.ts", text: 'export * from "./a.ts";\nexport { b } from "./b.ts";' })).toBe(
      true,
    );
    expect(isBarrel({ path: "x.ts", text: 'export const a = from("x");' })).toBe(false);
    expect(
      product()
        .filter(isBarrel)
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("exports by name", () => {
    const sources = files(/\.tsx?$/).filter(({ path }) => !CONFIGURATIONS.includes(path));
    expect(sources.filter(({ text }) => DEFAULT_EXPORT.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("speaks of nothing but the house: no machine, no registry, no tool that wrote it", () => {
    expect(foreignWords({ path: "x.md", text: `see ${FOREIGN[0]}main` })).toHaveLength(1);
    // the lockfile names where each package comes from
    const kept = files(/./).filter(
      ({ path }) => path !== "package-lock.json" && !/\.(png|ico|woff2?)$/.test(path),
    );
    expect(kept.flatMap(foreignWords)).toEqual([]);
  });

  it("leaves no word about work that is still to be done", () => {
    const unfinished = new RegExp(`\\b(TO${"DO"}|FIX${"ME"}|X${"XX"})\\b`);
    expect(
      files(/\.(tsx?|js|lua|css)$/)
        .filter(({ text }) => unfinished.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});
