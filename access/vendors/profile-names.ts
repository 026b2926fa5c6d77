import type { Profile } from "../quota/standing.ts";

/** What the roles and filters of an access point are called, by the profile they stand for; `null` names none. */
export type ProfileNames = Readonly<Record<Profile, string | null>>;

/**
 * Names used where an operator chose no others; the roles and filters themselves are made on the device.
 *
 * A full session names none, so that it gets what the network gives everybody.
 */
export const PROFILE_NAMES: ProfileNames = {
  full: null,
  slow: "slow",
  "government-only": "government-only",
};
