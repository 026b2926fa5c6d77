import { fold } from "#access/site/fold";
import type { Place } from "../../api/places/shapes.ts";

/** A place in the list, with how deep it lies: 0 for a province, or for a commune without one. */
export type Listed = { readonly place: Place; readonly depth: number };

const byName = (a: Place, b: Place): number => a.name.localeCompare(b.name, "vi");

const under = (places: readonly Place[], parentId: number | null, depth: number, wanted: string): Listed[] =>
  places
    .filter((place) => place.parentId === parentId)
    .sort(byName)
    .flatMap((place) => {
      const isFound = fold(place.name).includes(wanted);
      const below = under(places, place.id, depth + 1, isFound ? "" : wanted);
      return isFound || below.length > 0 ? [{ place, depth }, ...below] : [];
    });

/**
 * Places by name, each below what it belongs to: those whose name holds what was typed, without marks, with all that
 * lies above and below them.
 */
export const treeOf = (places: readonly Place[], text: string): Listed[] =>
  under(places, null, 0, fold(text));
