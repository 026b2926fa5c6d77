/** How a family writes a MAC address, by the example of its first two octets. */
export type MacForm = "AA-BB" | "AA:BB" | "aa-bb" | "aa:bb" | "aabb";

/**
 * A MAC address as a family writes it (RFC 3580 section 3.21 asks for `AA-BB-…`, not all obey).
 *
 * @param mac  `aa:bb:cc:dd:ee:01`
 */
export const macText = (form: MacForm, mac: string): string => {
  const text = mac.replaceAll(":", form.slice(2, -2));
  return form.startsWith("A") ? text.toUpperCase() : text;
};
