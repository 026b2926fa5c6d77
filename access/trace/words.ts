/** A sentence in the languages of the house. */
export type Said = { readonly vi: string; readonly en: string };

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Octets in decimal units, as mobile operators count. */
const octets = (value: number, tag: string): string => {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1);
  const scaled = (value / 1000 ** power).toLocaleString(tag, { maximumFractionDigits: 1 });
  return `${scaled} ${UNITS[power]}`;
};

const TAG = { vi: "vi-VN", en: "en-GB" } as const;
const MINUTES = { vi: "phút", en: "min" } as const;
const PER: Readonly<Record<keyof Said, Readonly<Record<string, string>>>> = {
  vi: { session: "mỗi lần", day: "mỗi ngày", week: "mỗi tuần", month: "mỗi tháng", once: "tất cả" },
  en: { session: "a session", day: "a day", week: "a week", month: "a month", once: "in all" },
};

/** An amount of octets or seconds, with what it is counted per: `1 GB a day`. */
export const amount = (
  { of, per, limit }: { readonly of: string; readonly per: string; readonly limit: number },
  language: keyof Said,
): string => {
  const size =
    of === "octets" ? octets(limit, TAG[language]) : `${Math.round(limit / 60)} ${MINUTES[language]}`;
  return `${size} ${PER[language][per] ?? per}`;
};

/** An instant (epoch ms) as people of a zone write it. */
export const moment = (at: number, zone: string, language: keyof Said): string =>
  new Intl.DateTimeFormat(TAG[language], {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);

/** A speed given in kbit/s. */
export const speed = (kbps: number, language: keyof Said): string =>
  kbps >= 1000
    ? `${(kbps / 1000).toLocaleString(TAG[language], { maximumFractionDigits: 1 })} Mbit/s`
    : `${kbps} kbit/s`;
