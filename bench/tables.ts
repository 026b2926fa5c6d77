/** A number as a table shows it: three digits that mean something, four above a thousand. */
export const rounded = (number: number): string =>
  number.toLocaleString("en-US", { maximumSignificantDigits: number < 1000 ? 3 : 4, useGrouping: true });

/** A number with all its digits. */
export const whole = (number: number): string => number.toLocaleString("en-US");

/** A ratio, `2.27 ×`. */
export const times = (ratio: number): string => `${rounded(ratio)} ×`;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A table of Markdown; the columns after those of words stand to the right. @param words  how many those are */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  words: number = 1,
): string =>
  [row(head), row(head.map((_, index) => (index < words ? "---" : "--:"))), ...rows.map(row)].join("\n");
