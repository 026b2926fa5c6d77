import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EVIDENCE_SAID } from "#access/vendors/evidence";
import { leads } from "#access/vendors/leads";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";
import { linkedPages, page } from "./page.ts";

const folder = new URL("../../../docs/access-points/", import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, folder), "utf8");

describe("the page on access points", () => {
  it("says what the code says; vitest -u writes it anew", async () => {
    await expect(page()).toMatchFileSnapshot(new URL("README.md", folder).pathname);
  });

  it("has a row for each family", () => {
    for (const kind of NAS_KINDS) expect(page()).toContain(`[${VENDORS[kind].label}](`);
  });

  it("links to a page for each of them", () => {
    for (const name of linkedPages()) expect(existsSync(new URL(`${name}.md`, folder)), name).toBe(true);
  });
});

/** What the overview says of each family under a heading. */
const column = (heading: string): ReadonlyMap<NasKind, string> => {
  const [head = [], , ...rows] = page()
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(" | "));
  return new Map(NAS_KINDS.map((kind, at) => [kind, rows[at]?.[head.indexOf(heading)] ?? ""]));
};

describe("the page on access points, of what is not sent,", () => {
  it("promises an unknown device the way to the portal only where the family can be told it", () => {
    for (const [kind, said] of column("unknown device to portal"))
      expect(said, kind).toBe(leads(VENDORS[kind]) ? "yes" : "–");
    for (const kind of NAS_KINDS) {
      const { redirectAttributes } = VENDORS[kind];
      const way = redirectAttributes({ url: "https://portal.example.net/", accessList: "portal" });
      expect(way.length > 0, kind).toBe(leads(VENDORS[kind]));
    }
  });

  it("names a CoA only to a family that is sent one", () => {
    for (const [kind, said] of column("changes"))
      expect(said.includes("CoA"), kind).toBe(VENDORS[kind].coa.changesLimits);
  });
});

describe("a page on one family", () => {
  it("says in its first lines that no device was at hand, where none was", () => {
    const tried = ["coovachilli", "hostapd"];
    for (const name of linkedPages().filter((each) => !tried.includes(each))) {
      const said = Object.values(EVIDENCE_SAID).map((words) => words.split(",")[0] ?? "");
      const top = textOf(`${name}.md`).slice(0, 300).toLowerCase();
      expect(
        said.some((words) => top.includes(words)),
        name,
      ).toBe(true);
    }
  });

  it("promises no 802.1X, whose EAP is refused", () => {
    for (const name of linkedPages())
      for (const [sentence] of textOf(`${name}.md`).matchAll(/[^.]*802\.1X[^.]*/g))
        expect(sentence.replaceAll(/\s+/g, " "), name).toMatch(/802\.1X \(EAP\) is not spoken/);
  });
});
