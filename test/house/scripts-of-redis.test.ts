import { describe, expect, it } from "vitest";
import { files, type Source } from "./sources.ts";

const PARTS = ["KEYS", "ARGV", "Reply"];

/** The comment a script begins with, its marks removed. */
const headerOf = ({ text }: Source): string[] => {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^--\s?/, ""));
};

/** What a script's header leaves unsaid: what it does, its keys, arguments, reply, in this order. */
const unsaid = (source: Source): string[] => {
  const header = headerOf(source);
  const lineOf = (part: string) => header.findIndex((line) => new RegExp(`^${part}\\b`, "i").test(line));
  const places = PARTS.map(lineOf);
  const missing = PARTS.filter((_, index) => places[index]! < 0);
  const speaksFirst = /^[A-Z][a-z]/.test(header[0] ?? "") && places.every((place) => place !== 0);
  const inOrder = places.every((place, index) => index === 0 || place > places[index - 1]!);
  return [
    ...missing.map((part) => `${source.path} does not say its ${part}`),
    ...(speaksFirst ? [] : [`${source.path} does not begin with what it does`]),
    ...(missing.length > 0 || inOrder ? [] : [`${source.path} is out of order`]),
  ];
};

describe("a script of Redis", () => {
  // A peer of the benchmark is written as its own side writes it.
  const scripts = files(/\.lua$/).filter(({ path }) => !path.startsWith("bench/"));

  it("begins with what it does, its KEYS, ARGV and reply", () => {
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.flatMap(unsaid)).toEqual([]);
    expect(unsaid({ path: "x.lua", text: "-- ARGV: 1 a\n-- KEYS: 1 b\nreturn 1" })).not.toEqual([]);
  });

  it("takes every key from KEYS, so that a cluster finds it", () => {
    const literal = /redis\.call\(\s*['"]\w+['"]\s*,\s*['"]/;
    expect(scripts.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("reads no clock and no chance; they come in as arguments", () => {
    const own = /redis\.call\(\s*['"](TIME|RANDOMKEY|SRANDMEMBER|SPOP)['"]|math\.random|os\.(time|clock)/i;
    expect(scripts.filter(({ text }) => own.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
