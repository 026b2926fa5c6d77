/** Why no code is sent just now; each is a phrase key, the first that holds is said. */
export type SendRefusal =
  | "sms_too_soon"
  | "sms_number_spent"
  | "sms_visit_spent"
  | "sms_device_spent"
  | "sms_block_spent"
  | "sms_site_busy";

/**
 * How many codes may be sent. Spans slide: a limit of three an hour holds for any hour, not for the hours of the clock.
 *
 * The wait between two codes to one number doubles with each code of the last hour.
 */
export const LIMITS = {
  /** seconds between the first and the second code to a number */
  firstWait: 60,
  numberPerHour: 3,
  numberPerDay: 5,
  /** a block is a number without its last four digits: what an SMS pumper rents */
  blockPerHour: 10,
  devicePerHour: 3,
  devicePerDay: 6,
  perVisit: 3,
  /** a site's bucket: a market day's rush at once, then one a second */
  siteBurst: 240,
  sitePerSecond: 1,
} as const;
