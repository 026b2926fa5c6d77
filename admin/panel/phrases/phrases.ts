import type { vi } from "./vi.ts";

type Shape<T> = T extends string
  ? string
  : T extends (...parts: infer Parts) => string
    ? (...parts: Parts) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof T]: Shape<T[Key]> };

/** The phrases of a language: a missing one does not compile. */
export type Phrases = Shape<typeof vi>;

/** A phrase that may need fields. */
export type Said = string | ((fields: Readonly<Record<string, string | number>>) => string);

/** Says a phrase, with its fields where it has any. */
export const say = (phrase: Said, fields: Readonly<Record<string, string | number>>): string =>
  typeof phrase === "string" ? phrase : phrase(fields);

/** A word of ours for a code, or the code itself where we have none. */
export const wordFor = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;
