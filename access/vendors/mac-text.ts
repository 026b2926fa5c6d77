/** The ways of writing a MAC address, by the example of its first octets. */
export const MAC_FORMS = ["AA-BB", "AA:BB", "AABB", "aa-bb", "aa:bb", "aabb", "aabb.ccdd"] as const;

/** How a family or a NAS writes a MAC address. */
export type MacForm = (typeof MAC_FORMS)[number];

const inPairs = (mac: string): string => mac.replaceAll(/:(..):/g, "$1.").replace(":", "");

/**
 * A MAC address as a family writes it (RFC 3580 section 3.21 asks for `AA-BB-…`, not all obey).
 *
 * @param mac  `aa:bb:cc:dd:ee:01`
 */
export const macText = (form: MacForm, mac: string): string => {
  if (form === "aabb.ccdd") return inPairs(mac);
  const text = mac.replaceAll(":", form.slice(2, -2));
  return form.startsWith("A") ? text.toUpperCase() : text;
};
