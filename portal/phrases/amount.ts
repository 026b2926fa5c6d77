import type { Language } from "./phrase.ts";

const LOCALES: Readonly<Record<Language, string>> = { vi: "vi-VN", en: "en-GB" };

const number = (language: Language, value: number, digits: number): string =>
  new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);

/** Octets in MB or GB of 10^6 and 10^9, as phone plans are sold; rounded down, so that never too much is promised. */
export const octetsText = (language: Language, octets: number): string => {
  if (octets >= 1e9) return `${number(language, Math.floor(octets / 1e7) / 100, 2)} GB`;
  if (octets >= 1e7) return `${number(language, Math.floor(octets / 1e6), 0)} MB`;
  return `${number(language, Math.floor(octets / 1e5) / 10, 1)} MB`;
};

const UNITS: Readonly<Record<Language, { hour: string; minute: string; second: string }>> = {
  vi: { hour: "giờ", minute: "phút", second: "giây" },
  en: { hour: "h", minute: "min", second: "s" },
};

/** A span: hours and minutes, from a minute up; seconds below. */
export const spanText = (language: Language, seconds: number): string => {
  const { hour, minute, second } = UNITS[language];
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} ${second}`;
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3_600);
  return [hours > 0 && `${hours} ${hour}`, minutes > 0 && `${minutes} ${minute}`].filter(Boolean).join(" ");
};

/** How long somebody still waits: rounded up, so that the wait is over when it is. */
export const waitText = (language: Language, seconds: number): string =>
  spanText(language, seconds < 120 ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60);

/** Speed in Mbit/s, or kbit/s below one. */
export const speedText = (language: Language, kbps: number): string =>
  kbps >= 1_000 ? `${number(language, kbps / 1_000, 1)} Mbit/s` : `${kbps} kbit/s`;

/** A time of day at a place. */
export const clockText = (language: Language, at: number, zone: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(
    at,
  );

/** A time of day and its day at a place. */
export const momentText = (language: Language, at: number, zone: string): string =>
  `${clockText(language, at, zone)}, ${new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "numeric",
  }).format(at)}`;
