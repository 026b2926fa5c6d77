import type { SessionLimits } from "../admission/limits.ts";
import { PROFILE_NAMES, type ProfileNames } from "./profile-names.ts";
import { type ReplyAttribute, standardText, textOf } from "./wire.ts";

/** Filter-Id (RFC 2865 section 5.11). */
const FILTER_ID = 11;

type ByProfile = (limits: SessionLimits, names?: ProfileNames) => readonly ReplyAttribute[];

const named =
  (say: (name: string) => ReplyAttribute): ByProfile =>
  ({ profile }, names = PROFILE_NAMES) => {
    const name = names[profile];
    return name === null ? [] : [say(name)];
  };

/** Only what a family with rates of its own needs a name for: it is slowed by number. */
const filterOnly =
  (say: (name: string) => ReplyAttribute): ByProfile =>
  (limits, names = PROFILE_NAMES) =>
    limits.profile === "government-only" ? named(say)(limits, names) : [];

/** A profile's name in a vendor's attribute, for a family whose roles hold speed and filter together. */
export const role = (vendor: number, type: number): ByProfile => named((name) => textOf(vendor, type, name));

/** The same in Filter-Id. */
export const roleByFilterId: ByProfile = named((name) => standardText(FILTER_ID, name));

/** The filter's name in a vendor's attribute when only government pages may be seen; else nothing. */
export const filterIn = (vendor: number, type: number): ByProfile =>
  filterOnly((name) => textOf(vendor, type, name));

/** Filter-Id when only government pages may be seen; else nothing. */
export const filter: ByProfile = filterOnly((name) => standardText(FILTER_ID, name));
