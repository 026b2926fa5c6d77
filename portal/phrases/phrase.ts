import { en } from "./en.ts";
import type { PhraseKey } from "./keys.ts";
import { vi } from "./vi.ts";

/** The languages of the portal; the first is spoken where nothing else is known. */
export const LANGUAGES = ["vi", "en"] as const;

/** A language of the portal, BCP 47. */
export type Language = (typeof LANGUAGES)[number];

/** Every phrase in every language; a missing one does not compile. */
export const PHRASES: Readonly<Record<Language, Readonly<Record<PhraseKey, string>>>> = { vi, en };

/** A phrase with its `{name}` filled in; what is not given stays empty. */
export type Say = (key: PhraseKey, fields?: Readonly<Record<string, string | number>>) => string;

/** Speaks a language. */
export const speaker =
  (language: Language): Say =>
  (key, fields = {}) =>
    PHRASES[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? ""));

const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** The language a text names, or null. */
export const languageOf = (text: unknown): Language | null =>
  typeof text === "string" && isLanguage(text) ? text : null;

/**
 * The language of a browser by its `Accept-Language` (RFC 9110 section 12.5.4).
 *
 * @returns Vietnamese when the header is missing or says so first, English for whoever reads neither
 */
export const accepted = (header: string | undefined): Language => {
  if (!header) return "vi";
  const wished = header
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = Number(
        parameters
          .find((parameter) => parameter.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { tag: tag.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wished.map(({ tag }) => languageOf(tag)).find((language) => language !== null) ?? "en";
};
