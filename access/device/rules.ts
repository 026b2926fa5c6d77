/** What holds for devices that log in by their address at a NAS. */
export type DeviceRules = {
  /** days after its last sign-in by code that a phone needs none; 0 for never */
  readonly rememberDays: number;
  /** the same for an address the phone made up itself */
  readonly rememberPrivateDays: number;
  /** where a thing is let that cannot be trusted; `null` rejects it */
  readonly quarantineVlan: number | null;
};

/** The same as one place says it; `null` leaves it to the place above. */
export type SiteRules = { readonly [Rule in keyof DeviceRules]: DeviceRules[Rule] | null } & {
  readonly siteId: number;
};

/** Where no place says anything. */
export const STANDARD_RULES: DeviceRules = {
  rememberDays: 30,
  rememberPrivateDays: 7,
  quarantineVlan: null,
};

const nearest = <Rule extends keyof DeviceRules>(
  said: readonly SiteRules[],
  rule: Rule,
): DeviceRules[Rule] | null => said.find((rules) => rules[rule] !== null)?.[rule] ?? null;

/** The rules at a place: of each the nearest that is said, going up. */
export const rulesFor = (
  siteChain: readonly number[],
  bySite: ReadonlyMap<number, SiteRules>,
): DeviceRules => {
  const said = siteChain.map((id) => bySite.get(id)).filter((rules) => rules !== undefined);
  return {
    rememberDays: nearest(said, "rememberDays") ?? STANDARD_RULES.rememberDays,
    rememberPrivateDays: nearest(said, "rememberPrivateDays") ?? STANDARD_RULES.rememberPrivateDays,
    quarantineVlan: nearest(said, "quarantineVlan"),
  };
};
