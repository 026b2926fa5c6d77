const DIGITS = "[0-9a-f]{2}";

/** The ways a MAC address is written: as pairs, as three or two groups, or without any mark. */
const WRITTEN: readonly RegExp[] = [
  new RegExp(`^${DIGITS}([:. -]?)${DIGITS}(?:\\1${DIGITS}){4}$`, "i"),
  /^[0-9a-f]{4}([:.-])[0-9a-f]{4}\1[0-9a-f]{4}$/i,
  /^[0-9a-f]{6}[:.-][0-9a-f]{6}$/i,
];

const LONGEST = 17;

/**
 * The MAC address a text is, and nothing but is, in whatever notation, as `aa:bb:cc:dd:ee:01`.
 *
 * Stricter than `parseMac`: what a person could type as a name is not taken for an address.
 */
export const exactMac = (text: string): string | undefined => {
  if (text.length > LONGEST || !WRITTEN.some((form) => form.test(text))) return undefined;
  const digits = text.replace(/[^0-9a-fA-F]/g, "").toLowerCase();
  return (digits.match(/../g) ?? []).join(":");
};

const grouped = (digits: string, size: number, mark: string): string =>
  (digits.match(new RegExp(`.{${size}}`, "g")) ?? []).join(mark);

/**
 * An address in every notation, lower case first: what a NAS may have made its CHAP response of.
 *
 * @param mac  `aa:bb:cc:dd:ee:01`
 */
export const notationsOf = (mac: string): readonly string[] => {
  const digits = mac.replaceAll(":", "");
  const forms = [
    digits,
    ...[":", "-", ".", " "].map((mark) => grouped(digits, 2, mark)),
    ...[".", "-", ":"].map((mark) => grouped(digits, 4, mark)),
    ...["-", ":", "."].map((mark) => grouped(digits, 6, mark)),
  ];
  return [...forms, ...forms.map((form) => form.toUpperCase())];
};

/**
 * Whether the device made its address up: the locally administered bit (IEEE 802, second digit 2, 6, a or e), as phones
 * do to be hard to follow. Such an address changes by itself and is soon somebody else's.
 */
export const isPrivate = (mac: string): boolean => "2367abef".includes(mac[1] ?? "");
