import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { FORMATS, type Format, type Locale } from "../format/format.ts";
import { en } from "./en.ts";
import type { Phrases } from "./phrases.ts";
import { vi } from "./vi.ts";

/** The language of the panel: its phrases and its ways of writing numbers. */
export type Language = {
  readonly locale: Locale;
  readonly phrases: Phrases;
  readonly format: Format;
  readonly speak: (locale: Locale) => void;
};

const PHRASES: Readonly<Record<Locale, Phrases>> = { vi, en };
const KEPT = "hien.language";

const Spoken = createContext<Language | null>(null);

const kept = (): Locale => (localStorage.getItem(KEPT) === "en" ? "en" : "vi");

/** Gives all below it a language, remembered in this browser; Vietnamese at first. */
export const Speaking = ({ children }: { readonly children: ReactNode }) => {
  const [locale, setLocale] = useState<Locale>(kept);
  useEffect(() => {
    localStorage.setItem(KEPT, locale);
    document.documentElement.lang = locale;
  }, [locale]);
  const language = useMemo(
    () => ({ locale, phrases: PHRASES[locale], format: FORMATS[locale], speak: setLocale }),
    [locale],
  );
  return <Spoken value={language}>{children}</Spoken>;
};

/** The language spoken here. */
export const useLanguage = (): Language => {
  const language = use(Spoken);
  if (!language) throw new Error("no language is spoken here");
  return language;
};
