import { describe, expect, it } from "vitest";
import { importsOf, product, resolved, type Source } from "./sources.ts";

type Graph = ReadonlyMap<string, readonly string[]>;

const graphOf = (sources: readonly Source[]): Graph =>
  new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap((specifier) => resolved(source.path, specifier) ?? []),
    ]),
  );

/** Every import that closes a circle, as the path around it; a type import counts like any other. */
const cyclesIn = (graph: Graph): string[] => {
  const done = new Set<string>();
  const around = (path: string, trail: readonly string[]): string[] => {
    const begins = trail.indexOf(path);
    if (begins >= 0) return [[...trail.slice(begins), path].join(" → ")];
    if (done.has(path)) return [];
    const found = (graph.get(path) ?? []).flatMap((next) => around(next, [...trail, path]));
    done.add(path);
    return found;
  };
  return [...graph.keys()].flatMap((path) => around(path, []));
};

describe("the imports of the house", () => {
  it("are followed around a circle", () => {
    const circle = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts"]],
      ["c.ts", ["b.ts"]],
    ]);
    expect(cyclesIn(circle)).toEqual(["b.ts → c.ts → b.ts"]);
  });

  it("never lead back to where they began", () => {
    expect(cyclesIn(graphOf(product()))).toEqual([]);
  });
});
