const vendorOf = (value: Uint8Array): number =>
  ((value[0]! << 24) | (value[1]! << 16) | (value[2]! << 8) | value[3]!) >>> 0;

// RFC 2865 section 5.26: the form is only recommended, so a value of another form is not a fault, just unreadable
const isReadable = (value: Uint8Array): boolean => {
  let at = 4;
  while (at + 2 <= value.length && value[at + 1]! >= 2) at += value[at + 1]!;
  return at === value.length;
};

/**
 * The first attribute of a vendor's type inside the value of one Vendor-Specific attribute, which may hold several.
 *
 * @param vendor  Private Enterprise Number; one above 2^24 never matches, as the high octet must be 0
 * @returns undefined for another vendor or type, or when the value is not in the form of RFC 2865 section 5.26
 */
export const vendorValue = (value: Uint8Array, vendor: number, type: number): Uint8Array | undefined => {
  if (value.length < 6 || vendorOf(value) !== vendor || !isReadable(value)) return undefined;
  for (let at = 4; at < value.length; at += value[at + 1]!)
    if (value[at] === type) return value.subarray(at + 2, at + value[at + 1]!);
  return undefined;
};
