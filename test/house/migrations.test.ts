import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "#access/migrations/migrate";
import { files, textOf } from "./sources.ts";

/**
 * Migrations that installations have run, by the sum of their text. None is released yet, so the first may still
 * change. At a release its line is added here: `sha256sum access/migrations/0001-beginnings.ts`.
 */
const RELEASED: Readonly<Record<string, string>> = JSON.parse(textOf("test/house/released-migrations.json"));

const FOLDER = "access/migrations/";
const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const kept = files(/^access\/migrations\/\d{4}-[a-z0-9-]+\.ts$/);

/** Versions that the changelog calls released. */
const releases = (changelog: string): string[] =>
  [...changelog.matchAll(/^## \[?(\d+\.\d+\.\d+)\]?/gm)].map(([, version = ""]) => version);

describe("the migrations", () => {
  it("are all in the list, in the order of their numbers, without a gap", () => {
    const names = kept.map(({ path }) => path.slice(FOLDER.length, -".ts".length));
    expect(MIGRATIONS.map(({ name }) => name)).toEqual(names);
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
  });

  it("never change once they are released", () => {
    const changed = Object.entries(RELEASED).filter(
      ([name, sum]) => sumOf(textOf(`${FOLDER}${name}.ts`)) !== sum,
    );
    expect(changed.map(([name]) => name)).toEqual([]);
  });

  it("have their sums noted as soon as there is a release", () => {
    expect(releases("## 0.2.0 – 2027-02-01\n## Unreleased")).toEqual(["0.2.0"]);
    if (releases(textOf("CHANGELOG.md")).length > 0) expect(RELEASED).toHaveProperty(["0001-beginnings"]);
    else expect(RELEASED).toEqual({});
  });
});
