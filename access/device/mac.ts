/**
 * A MAC address as every vendor may write it (`AA-BB-CC-DD-EE-01`, `aabb.ccdd.ee01`, with `:SSID` behind it), as
 * `aa:bb:cc:dd:ee:01`.
 *
 * @returns undefined unless the first 17 characters hold exactly twelve hexadecimal digits
 */
export const parseMac = (text: string): string | undefined => {
  const digits = text
    .slice(0, 17)
    .replace(/[^0-9a-fA-F]/g, "")
    .toLowerCase();
  return digits.length === 12 ? (digits.match(/../g) ?? []).join(":") : undefined;
};
