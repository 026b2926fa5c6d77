/**
 * A secret that a device has already, as it is taken: printable ASCII without spaces, of which 22 characters are 128 bits
 * or more (RFC 2865 section 3).
 */
export const GIVEN_SECRET = /^[\x21-\x7e]{22,128}$/;
