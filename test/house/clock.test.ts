import { describe, expect, it } from "vitest";
import { placesOf, product } from "./sources.ts";

const CLOCK = /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bprocess\.hrtime\b|\bDate\(\)/;
const CHANCE = /\bMath\.random\b|\brandom(Bytes|Int|UUID|FillSync|Fill)\b|\bgetRandomValues\b/;

/** The panel runs in a browser, which cannot ask the server for the time at each tick: its one clock. */
const CLOCKS = ["access/runtime/", "admin/panel/parts/clock.ts"];

const outside = (rooms: readonly string[]) =>
  product().filter(({ path }) => !rooms.some((room) => path.startsWith(room)));

describe("time", () => {
  it("is read in access/runtime/ only; everything else is told", () => {
    expect(outside(CLOCKS).flatMap((source) => placesOf(source, CLOCK))).toEqual([]);
    expect(placesOf({ path: "x.ts", text: "\nconst now = Date.now();" }, CLOCK)).toEqual(["x.ts:2"]);
    expect(placesOf({ path: "x.ts", text: "const at = new Date(at);" }, CLOCK)).toEqual([]);
  });
});

describe("chance", () => {
  it("is drawn in access/runtime/ only", () => {
    expect(outside(["access/runtime/"]).flatMap((source) => placesOf(source, CHANCE))).toEqual([]);
    expect(
      placesOf({ path: "x.ts", text: 'import { randomBytes } from "node:crypto";' }, CHANCE),
    ).toHaveLength(1);
  });
});
