import type { World } from "#access/runtime/world";

/** Interval of a new access point, seconds; the column's default. */
export const INTERIM = 300;

/** Characters of a redirect's secret: 32 of Crockford base32 are 160 bits. */
export const PORTAL_SECRET = 32;

/** Where an access point reaches us. */
export const addressesOf = ({ settings }: World) => ({
  portalUrl: settings.PORTAL_URL,
  authPort: settings.RADIUS_AUTH_PORT,
  acctPort: settings.RADIUS_ACCT_PORT,
});
