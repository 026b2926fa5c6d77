/** Hexadecimal digits by character code, in lower case. Every packet names a device: no regular expression here. */
const HEXADECIMAL: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[0-9a-f]/i.test(character) ? character.toLowerCase() : undefined;
});

/**
 * A MAC address as every vendor may write it (`AA-BB-CC-DD-EE-01`, `aabb.ccdd.ee01`, with `:SSID` behind it), as
 * `aa:bb:cc:dd:ee:01`.
 *
 * @returns undefined unless the first 17 characters hold exactly twelve hexadecimal digits
 */
export const parseMac = (text: string): string | undefined => {
  let mac = "";
  let digits = 0;
  for (let at = 0; at < text.length && at < 17; at += 1) {
    const digit = HEXADECIMAL[text.charCodeAt(at)];
    if (digit === undefined) continue;
    if (digits > 0 && digits % 2 === 0) mac += ":";
    mac += digit;
    digits += 1;
  }
  return digits === 12 ? mac : undefined;
};
