/** The octets without the NULs at their end; NULs inside stay (RFC 2865 section 5). */
export const withoutTrailingNuls = (octets: Uint8Array): Uint8Array => {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === 0) end -= 1;
  return octets.subarray(0, end);
};
