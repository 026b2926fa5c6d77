import { describe, expect, it } from "vitest";
import { merged } from "../../bench/document.ts";

const MAIN = "# Performance\n\nOf today.\n\n## Goals\n\nnew goals\n\n## Memory\n\nnew memory\n";
const GROWTH = "## How cost grows\n\nnew growth\n";

describe("a document of which a part is measured anew", () => {
  it("is that part when there was none", () => {
    expect(merged("", MAIN)).toBe(MAIN);
  });

  it("keeps the sections that are not written", () => {
    const document = merged(merged("", MAIN), GROWTH);
    expect(document).toBe(`${MAIN}\n${GROWTH}`);
    expect(merged(document, MAIN)).toBe(document);
    expect(merged(document, GROWTH)).toBe(document);
  });

  it("has each section in its old place, written anew", () => {
    const old =
      "# Performance\n\nOf yesterday.\n\n## Goals\n\nold\n\n## By hand\n\nkept\n\n## Memory\n\nold\n";
    expect(merged(old, MAIN)).toBe(
      "# Performance\n\nOf today.\n\n## Goals\n\nnew goals\n\n## By hand\n\nkept\n\n## Memory\n\nnew memory\n",
    );
  });

  it("begins with its title though the title came last", () => {
    expect(merged(merged("", GROWTH), MAIN)).toBe(`${MAIN}\n${GROWTH}`);
  });
});
