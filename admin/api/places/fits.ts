import { fold } from "#access/site/fold";
import type { Site, SiteKind } from "#access/site/site";

/** A place as it shall be. */
export type Wish = Pick<Site, "kind" | "name" | "parentId">;

/** What each kind belongs to. */
const ABOVE: Readonly<Record<SiteKind, SiteKind | null>> = {
  site: "commune",
  commune: "province",
  province: null,
};

/** Whether a place may stand where it shall; a commune stands alone only while there is no province. */
export const belongs = (places: readonly Site[], { kind, parentId }: Wish): boolean =>
  parentId === null
    ? kind === "province" || (kind === "commune" && !places.some((place) => place.kind === "province"))
    : places.some((place) => place.id === parentId && place.kind === ABOVE[kind]);

/** Whether a place of this name is there already, however it is written. */
export const isThere = (places: readonly Site[], { kind, parentId, name }: Wish): boolean =>
  places.some((place) => place.kind === kind && place.parentId === parentId && place.folded === fold(name));
