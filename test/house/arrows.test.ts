import { describe, expect, it } from "vitest";
import { files, importsOf, product, resolved, type Source } from "./sources.ts";

const PROGRAMS = ["portal", "radius-server", "admin", "lab"];
const roomOf = (path: string): string => path.split("/")[0] ?? "";

/** Imports that lead from one program into another, or from the subject into a program. */
const strayImports = (source: Source): string[] => {
  const from = roomOf(source.path);
  const closed = PROGRAMS.filter((program) => program !== from);
  return importsOf(source)
    .filter((specifier) => closed.includes(roomOf(resolved(source.path, specifier) ?? "")))
    .map((specifier) => `${source.path} → ${specifier}`);
};

const IMPURE =
  /^(node:(dgram|net|tls|http|https|fs|fs\/promises|child_process|timers|dns)|ioredis|knex|pg|koa)$/;

/** Imports by which the protocol would reach sockets, stores, the clock or the subject. */
const impureImports = (source: Source): string[] =>
  importsOf(source)
    .filter((specifier) => {
      const path = resolved(source.path, specifier);
      return path === undefined ? IMPURE.test(specifier) : isOutsideProtocol(path);
    })
    .map((specifier) => `${source.path} → ${specifier}`);

/** Imports by which what is tried would lean on what tries it. */
const importsOfTests = (source: Source): string[] =>
  importsOf(source)
    .filter((specifier) => resolved(source.path, specifier)?.startsWith("test/"))
    .map((specifier) => `${source.path} → ${specifier}`);

/** What the protocol needs of the subject: how a fault is named, room for what comes and goes, a character of a text. */
const LENT = ["access/runtime/code-at.ts", "access/runtime/failure.ts", "access/runtime/slots.ts"];

const isOutsideProtocol = (path: string): boolean =>
  !path.startsWith("radius-server/protocol/") && !LENT.includes(path);

describe("the arrows of the house", () => {
  it("are seen in every way of importing", () => {
    const example = (text: string) => strayImports({ path: "portal/x/y.ts", text });
    expect(example('import { a } from "#radius-server/a";')).toHaveLength(1);
    expect(example('import type { a } from "../../admin/a.ts";')).toHaveLength(1);
    expect(example('const a = await import("#lab/a");')).toHaveLength(1);
    expect(example('import { a } from "#access/a/b";\nimport "../z.ts";')).toEqual([]);
  });

  it("lead from the programs to the subject, never from one program to another or back", () => {
    const rooms = product().filter(({ path }) => path !== "main.ts");
    expect(rooms.length).toBeGreaterThan(200);
    expect(rooms.flatMap(strayImports)).toEqual([]);
  });

  it("lead from the tests to what they try, never back", () => {
    const tried = [...product(), ...files(/^(bench|scripts)\/.*\.[jt]s$/)];
    expect(tried.flatMap(importsOfTests)).toEqual([]);
    expect(importsOfTests({ path: "bench/x/y.ts", text: 'import "../../test/z.ts";' })).toHaveLength(1);
  });

  it("leave the RADIUS protocol without sockets, stores and clock", () => {
    const protocol = product().filter(({ path }) => path.startsWith("radius-server/protocol/"));
    expect(protocol.length).toBeGreaterThan(10);
    expect(protocol.flatMap(impureImports)).toEqual([]);
    expect(impureImports({ path: "radius-server/protocol/x.ts", text: 'import "node:dgram";' })).toHaveLength(
      1,
    );
  });

  it("leave every import of the house with a file at its end", () => {
    const known = new Set(product().map(({ path }) => path));
    const dangling = product().flatMap((source) =>
      importsOf(source)
        .map((specifier) => resolved(source.path, specifier))
        .filter((path) => path !== undefined && /\.tsx?$/.test(path) && !known.has(path))
        .map((path) => `${source.path} → ${path}`),
    );
    expect(dangling).toEqual([]);
  });
});
