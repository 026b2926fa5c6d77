/** Languages of the panel. */
export type Locale = "vi" | "en";

const ZONE = "Asia/Ho_Chi_Minh";
const TAG: Readonly<Record<Locale, string>> = { vi: "vi-VN", en: "en-GB" };

/** Ways of writing numbers and instants in one language, always in the province's time. */
export type Format = {
  readonly count: (value: number) => string;
  readonly percent: (part: number, whole: number) => string;
  /** decimal units, as mobile operators count: 1 GB is 10⁹ octets */
  readonly octets: (value: number) => string;
  readonly span: (seconds: number) => string;
  readonly kbps: (value: number) => string;
  readonly clock: (at: number) => string;
  readonly moment: (at: number) => string;
  readonly ago: (at: number, now: number) => string;
};

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

const octetsOf = (tag: string) => (value: number) => {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1);
  const scaled = value / 1000 ** power;
  const digits = power === 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
  return `${scaled.toLocaleString(tag, { maximumFractionDigits: digits })} ${UNITS[power]}`;
};

const WORDS = {
  vi: { d: "ngày", h: "giờ", m: "phút", s: "giây" },
  en: { d: "d", h: "h", m: "min", s: "s" },
} as const;

const spanOf = (locale: Locale) => (seconds: number) => {
  const words = WORDS[locale];
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} ${words.s}`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} ${words.m}`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} ${words.d}`;
  return minutes % 60 === 0 ? `${hours} ${words.h}` : `${hours} ${words.h} ${minutes % 60} ${words.m}`;
};

const agoOf = (locale: Locale) => {
  const relative = new Intl.RelativeTimeFormat(TAG[locale], { numeric: "auto", style: "short" });
  return (at: number, now: number) => {
    const seconds = Math.round((now - at) / 1000);
    if (seconds < 10) return locale === "vi" ? "vừa xong" : "just now";
    if (seconds < 60) return relative.format(-seconds, "second");
    if (seconds < 3_600) return relative.format(-Math.round(seconds / 60), "minute");
    if (seconds < 86_400) return relative.format(-Math.round(seconds / 3_600), "hour");
    return relative.format(-Math.round(seconds / 86_400), "day");
  };
};

const make = (locale: Locale): Format => {
  const tag = TAG[locale];
  const clock = new Intl.DateTimeFormat(tag, {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const seconds = new Intl.DateTimeFormat(tag, {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  // en-GB for both: Vietnamese and British people write a date alike, and vi-VN would put a dash in it
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "2-digit", month: "2-digit" });
  const octets = octetsOf(tag);
  return {
    count: (value) => value.toLocaleString(tag),
    percent: (part, whole) =>
      whole === 0 ? "–" : (part / whole).toLocaleString(tag, { style: "percent", maximumFractionDigits: 0 }),
    octets,
    span: spanOf(locale),
    kbps: (value) =>
      value >= 1000
        ? `${(value / 1000).toLocaleString(tag, { maximumFractionDigits: 1 })} Mbit/s`
        : `${value.toLocaleString(tag)} kbit/s`,
    clock: (at) => clock.format(at),
    moment: (at) => `${day.format(at)} ${seconds.format(at)}`,
    ago: agoOf(locale),
  };
};

/** The ways of writing of each language. */
export const FORMATS: Readonly<Record<Locale, Format>> = { vi: make("vi"), en: make("en") };
