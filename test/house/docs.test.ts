import { spawnSync } from "node:child_process";
import { dirname, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { exists, files, type Source } from "./sources.ts";

const documents = files(/\.md$/);

const LINK = /!?\[[^\]]*\]\(([^)\s]+)\)/g;
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");

/** The mark of a heading as its address names it. */
const markOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const marksIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => markOf(heading));

/** Links of a document that lead to no file or heading of the house; addresses of others are not followed. */
const brokenLinks = ({ path, text }: Source): string[] =>
  [...withoutCode(text).matchAll(LINK)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = "", mark] = target.split("#");
      const to = file === "" ? path : posix.normalize(posix.join(dirname(path), file));
      if (!exists(to)) return true;
      const document = documents.find((each) => each.path === to);
      return mark !== undefined && document !== undefined && !marksIn(document.text).includes(mark);
    })
    .map((target) => `${path} → ${target}`);

/** Commands a document asks its reader to type in a shell. */
const commandsIn = ({ path, text }: Source): { path: string; commands: string }[] =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = ""]) => ({ path, commands }));

const faultOf = (commands: string): string =>
  spawnSync("bash", ["-n"], { input: commands, encoding: "utf8" }).stderr;

describe("the documentation", () => {
  it("has links that lead somewhere", () => {
    expect(documents.length).toBeGreaterThan(10);
    expect(documents.flatMap(brokenLinks)).toEqual([]);
    expect(brokenLinks({ path: "docs/x.md", text: "[a](nowhere.md)" })).toEqual(["docs/x.md → nowhere.md"]);
  });

  it("is reached from its index, page by page", () => {
    const index = documents.find(({ path }) => path === "docs/README.md")?.text ?? "";
    const pages = documents
      .map(({ path }) => path)
      .filter((path) => /^docs\/(?!README\.md|decisions\/)/.test(path));
    expect(pages.filter((path) => !index.includes(`(${path.slice("docs/".length)})`))).toEqual([]);
  });

  it("asks for commands a shell can read", () => {
    const asked = documents.flatMap(commandsIn);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter(({ commands }) => faultOf(commands) !== "")).toEqual([]);
    expect(faultOf("if true; then")).not.toBe("");
  });
});
