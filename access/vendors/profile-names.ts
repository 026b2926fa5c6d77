import type { Profile } from "../quota/standing.ts";

/** What the roles and filters of an access point are called, by the profile they stand for; `null` names none. */
export type ProfileNames = Readonly<Record<Profile, string | null>>;

/** How a family is told a profile by name; the roles and filters themselves are made on the device. */
export type Naming = {
  /** as dictionaries call it; `null` for a family that is told none */
  readonly attribute: string | null;
  /** where an operator chose no others */
  readonly usual: ProfileNames;
};

/** Names that an operator chose; what is absent is called as usual. */
export type ChosenNames = { readonly [Each in Profile]?: string | undefined };

/** Every name: as it was chosen, else as usual. A slow session without a name of its own is called as a full one. */
export const namesBy = (usual: ProfileNames, chosen: ChosenNames): ProfileNames => {
  const full = chosen.full ?? usual.full;
  return {
    full,
    slow: chosen.slow ?? usual.slow ?? full,
    "government-only": chosen["government-only"] ?? usual["government-only"],
  };
};

/** Roles that hold speed and filter together. A full session names none: it gets what the network gives everybody. */
export const rolesIn = (attribute: string): Naming => ({
  attribute,
  usual: { full: null, slow: "slow", "government-only": "government-only" },
});

/** Filters alone, for a family that is slowed by number. */
export const filtersIn = (attribute: string): Naming => ({
  attribute,
  usual: { full: null, slow: null, "government-only": "government-only" },
});

/** A family that is told no names. */
export const NAMELESS: Naming = {
  attribute: null,
  usual: { full: null, slow: null, "government-only": null },
};
