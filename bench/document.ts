import { existsSync, readFileSync, writeFileSync } from "node:fs";

type Section = { readonly heading: string; readonly text: string };

/** What stands before the first heading of the second rank is a section of its own. */
const sectionsOf = (document: string): Section[] =>
  document
    .split(/^(?=## )/m)
    .filter((text) => text.trim() !== "")
    .map((text) => ({ heading: /^## .*/.exec(text)?.[0] ?? "", text: text.trim() }));

/** Puts a section in the place of its namesake, else behind another, else at the end. */
const put = (sections: readonly Section[], section: Section, behind: Section | undefined): Section[] => {
  const same = sections.findIndex(({ heading }) => heading === section.heading);
  if (same >= 0) return sections.with(same, section);
  if (section.heading === "") return [section, ...sections];
  const before = sections.findIndex(({ heading }) => heading === behind?.heading);
  return before < 0 ? [...sections, section] : sections.toSpliced(before + 1, 0, section);
};

/** A document in which sections were written anew; all others stay. */
export const merged = (document: string, written: string): string => {
  const fresh = sectionsOf(written);
  const all = fresh.reduce(
    (sections, section, index) => put(sections, section, fresh[index - 1]),
    sectionsOf(document),
  );
  return `${all.map(({ text }) => text).join("\n\n")}\n`;
};

/** Writes sections into a document. @param path  empty for nowhere */
export const writeInto = (path: string, written: string): void => {
  if (path === "") return;
  writeFileSync(path, merged(existsSync(path) ? readFileSync(path, "utf8") : "", written));
};
