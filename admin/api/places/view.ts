import { type SiteRules, STANDARD_RULES } from "#access/device/rules";
import { listSiteRules } from "#access/device/rules-store";
import type { World } from "#access/runtime/world";
import { DEEPEST, type Site } from "#access/site/site";
import { listSites } from "#access/site/store";
import type { Place, Places } from "./shapes.ts";
import { accessPointsBySite } from "./store.ts";

/** What is known of all places, read in one round. */
type Gathered = {
  readonly places: ReadonlyMap<number, Site>;
  readonly said: ReadonlyMap<number, SiteRules>;
  readonly accessPoints: ReadonlyMap<number, number>;
  /** how many places lie right below each that has some */
  readonly below: ReadonlyMap<number, number>;
};

const countBelow = (sites: readonly Site[]): Map<number, number> => {
  const below = new Map<number, number>();
  for (const { parentId } of sites)
    if (parentId !== null) below.set(parentId, (below.get(parentId) ?? 0) + 1);
  return below;
};

/** The places above one, nearest first. */
const above = (place: Site, places: Gathered["places"]): Site[] => {
  const chain: Site[] = [];
  let next = places.get(place.parentId ?? 0);
  while (next && chain.length < DEEPEST) {
    chain.push(next);
    next = places.get(next.parentId ?? 0);
  }
  return chain;
};

/** A rule as a place says it itself, and what holds there when it says nothing. */
const ruleOf = (
  rule: keyof Place["rules"],
  place: Site,
  chain: readonly Site[],
  said: Gathered["said"],
): Place["rules"][typeof rule] => {
  const sayer = chain.find(({ id }) => (said.get(id)?.[rule] ?? null) !== null);
  return {
    own: said.get(place.id)?.[rule] ?? null,
    inherited: sayer ? (said.get(sayer.id)?.[rule] ?? null) : STANDARD_RULES[rule],
    from: sayer?.name ?? null,
  };
};

const shown = (place: Site, { places, said, accessPoints, below }: Gathered): Place => {
  const { id, kind, name, code, parentId } = place;
  const chain = above(place, places);
  const rule = (name: keyof Place["rules"]) => ruleOf(name, place, chain, said);
  return {
    ...{ id, kind, name, code, parentId },
    accessPoints: accessPoints.get(id) ?? 0,
    below: below.get(id) ?? 0,
    rules: {
      rememberDays: rule("rememberDays"),
      rememberPrivateDays: rule("rememberPrivateDays"),
      quarantineVlan: rule("quarantineVlan"),
    },
  };
};

/** Every place in use, with what stands there and what holds for devices there. */
export const placesOf = async ({ database }: World): Promise<Places> => {
  const [sites, rules, accessPoints] = await Promise.all([
    listSites(database),
    listSiteRules(database),
    accessPointsBySite(database),
  ]);
  const gathered = {
    places: new Map(sites.map((site) => [site.id, site])),
    said: new Map(rules.map((each) => [each.siteId, each])),
    accessPoints,
    below: countBelow(sites),
  };
  return { places: sites.map((site) => shown(site, gathered)) };
};
