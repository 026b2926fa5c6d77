const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
  "abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";

const BASIC_SET: ReadonlySet<string> = new Set(BASIC);
const EXTENDED_SET: ReadonlySet<string> = new Set(EXTENDED);

const septets = (text: string): number | null => {
  let sum = 0;
  for (const character of text) {
    if (BASIC_SET.has(character)) sum += 1;
    else if (EXTENDED_SET.has(character)) sum += 2;
    else return null;
  }
  return sum;
};

const parts = (units: number, alone: number, joined: number): number =>
  units <= alone ? 1 : Math.ceil(units / joined);

/**
 * How many SMS a text is paid as.
 *
 * In the GSM alphabet (3GPP TS 23.038 section 6.2.1) one SMS holds 160 septets, parts of a longer text 153; any other
 * character makes the whole text UCS-2 with 70 and 67.
 */
export const segments = (text: string): number => {
  const units = septets(text);
  return units === null ? parts(text.length, 70, 67) : parts(units, 160, 153);
};
