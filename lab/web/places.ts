import type { Nas } from "#access/nas/nas";
import { fold } from "#access/site/fold";
import { listSites } from "#access/site/store";
import { VENDORS } from "#access/vendors/vendors";
import type { Lab } from "../lab.ts";

/** A site one may choose, with its access points. */
export type Place = {
  readonly name: string;
  readonly commune: string;
  readonly folded: string;
  readonly points: readonly { readonly id: number; readonly name: string; readonly family: string }[];
};

const pointOf = ({ id, name, kind }: Nas) => ({ id, name, family: VENDORS[kind].label });

/** The sites whose access points the lab can play, by name. */
export const placesOf = async (lab: Lab): Promise<readonly Place[]> => {
  const sites = await listSites(lab.world.database);
  const names = new Map(sites.map(({ id, name }) => [id, name]));
  return sites
    .map((site): Place => {
      const commune = names.get(site.parentId ?? 0) ?? "";
      const points = lab.points.filter(({ siteId }) => siteId === site.id).map(pointOf);
      return { name: site.name, commune, folded: fold(`${site.name} ${commune}`), points };
    })
    .filter(({ points }) => points.length > 0);
};

const MOST_FOUND = 40;

/** Places whose name or commune holds every word, marks or not. */
export const search = (places: readonly Place[], text: string): readonly Place[] => {
  const words = fold(text).split(" ");
  return places.filter(({ folded }) => words.every((word) => folded.includes(word))).slice(0, MOST_FOUND);
};
