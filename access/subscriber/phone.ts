import parsePhoneNumber, { type CountryCode, isSupportedCountry } from "libphonenumber-js/max";

/** Why a typed number is not taken; each code is a phrase key. */
export type PhoneRefusal =
  | "phone_empty"
  | "phone_invalid"
  | "phone_extension"
  | "phone_not_mobile"
  | "phone_premium"
  | "phone_satellite";

/** A number that can get an SMS, or why it is not taken. `country` is ISO 3166-1 alpha-2. */
export type Phone =
  | { readonly kind: "phone"; readonly e164: string; readonly country: string }
  | { readonly kind: "refused"; readonly code: PhoneRefusal };

/** Longest text looked at; ITU-T E.164 has 15 digits, people add spaces and brackets. */
const LONGEST_TEXT = 40;

/** Calling codes of satellites and networks without a country; some pass for mobile and cost a fortune. */
const GLOBAL_NETWORKS: ReadonlySet<string> = new Set(["870", "878", "881", "882", "883", "888", "979"]);

const TAKEN_TYPES: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]);

/** Vietnam's change from 11 to 10 digits (from 15 September 2018): old prefix, new prefix; the last 7 digits stay. */
const OLD_PREFIXES: Readonly<Record<string, string>> = {
  "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
  "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
  "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
  "186": "56", "188": "58",
  "199": "59",
}; // biome-ignore format: one operator a line

const OLD_FORM = /^(?:\+?84|0084|0)0?(1[0-9]{2})([0-9]{7})$/;

const refused = (code: PhoneRefusal): Phone => ({ kind: "refused", code });

/** Full-width and other compatibility digits as plain ones, without the marks people put between them. */
const plain = (text: string): string => text.normalize("NFKC").replace(/[\s.()/\u2010-\u2015-]/g, "");

const modernised = (text: string): string => {
  const old = OLD_FORM.exec(plain(text));
  const prefix = old && OLD_PREFIXES[old[1] ?? ""];
  return old && prefix ? `+84${prefix}${old[2]}` : text.normalize("NFKC");
};

/**
 * Reads a phone number as people type it: national, international with `+`, `00` or neither, with spaces, full-width
 * digits, or in Vietnam's form of before 2018.
 *
 * @param text            what was typed
 * @param defaultCountry  ISO 3166-1 alpha-2 country of a number without a calling code; an unknown one is Vietnam
 * @returns E.164 and its country, or the code of a refusal; never throws
 */
export const parsePhone = (text: string, defaultCountry = "VN"): Phone => {
  const typed = text.trim();
  if (typed === "") return refused("phone_empty");
  if (typed.length > LONGEST_TEXT) return refused("phone_invalid");
  const country: CountryCode = isSupportedCountry(defaultCountry) ? defaultCountry : "VN";
  const number = parsePhoneNumber(
    country === "VN" || /^\s*(\+|00)/.test(typed) ? modernised(typed) : typed,
    country,
  );
  if (!number) return refused("phone_invalid");
  if (number.ext) return refused("phone_extension");
  if (GLOBAL_NETWORKS.has(number.countryCallingCode)) return refused("phone_satellite");
  if (!number.isValid()) return refused("phone_invalid");
  const type = number.getType() ?? "";
  if (type === "PREMIUM_RATE") return refused("phone_premium");
  if (!TAKEN_TYPES.has(type) || !number.country) return refused("phone_not_mobile");
  return { kind: "phone", e164: number.number, country: number.country };
};

/** A number as it may be shown to whoever holds the device: its last three digits. */
export const masked = (e164: string): string => `••• ••• ${e164.slice(-3)}`;
