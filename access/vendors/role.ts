import type { SessionLimits } from "../admission/limits.ts";
import type { ProfileNames } from "./profile-names.ts";
import { type ReplyAttribute, standardText, textOf } from "./wire.ts";

/** Filter-Id (RFC 2865 section 5.11). */
const FILTER_ID = 11;

type ByProfile = (limits: SessionLimits, names: ProfileNames) => readonly ReplyAttribute[];

const named =
  (say: (name: string) => ReplyAttribute): ByProfile =>
  ({ profile }, names) => {
    const name = names[profile];
    return name === null ? [] : [say(name)];
  };

/** A profile's name in a vendor's attribute; nothing where it has none. */
export const nameIn = (vendor: number, type: number): ByProfile =>
  named((name) => textOf(vendor, type, name));

/** The same in Filter-Id. */
export const nameInFilterId: ByProfile = named((name) => standardText(FILTER_ID, name));
