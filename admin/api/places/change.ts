import type { Knex } from "knex";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import type { Site } from "#access/site/site";
import { archiveSite, changeSite, listSites } from "#access/site/store";
import type { Staff } from "../../staff/staff.ts";
import { audited, type Deed } from "../audited.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import { belongs, isThere } from "./fits.ts";
import type { ChangePlace } from "./shapes.ts";
import { accessPointsBySite, closeSite, lockPlaces } from "./store.ts";

/** An owner at work on a place. */
type Act = { readonly world: World; readonly staff: Staff; readonly id: number };

type Made = Pick<Deed, "action" | "detail">;

/**
 * Does something to a place, leaves it in the record, both or neither, and tells the other programs.
 *
 * @param make  does it, and returns what the record says of it
 */
const change = async (
  { world, staff, id }: Act,
  make: (transaction: Knex, place: Site, others: readonly Site[]) => Promise<Made | Refusal>,
): Promise<{ done: true } | Refusal> => {
  const made = await world.database.transaction(async (transaction) => {
    await lockPlaces(transaction);
    const places = await listSites(transaction);
    const place = places.find((each) => each.id === id);
    if (!place) return refuse("not_found");
    const others = places.filter((each) => each.id !== id);
    const done = await make(transaction, place, others);
    if (!isRefusal(done))
      await audited(transaction, world, staff, { ...done, subjectKind: "site", subjectId: id });
    return done;
  });
  if (isRefusal(made)) return made;
  await announce(world.redis, { kind: "site", id });
  return { done: true };
};

const nameOf = (places: readonly Site[], id: number | null): string | null =>
  places.find((place) => place.id === id)?.name ?? null;

/**
 * Gives a place another name or puts it under another place of the kind it belongs to, with everything below it.
 *
 * @returns a refusal where it does not belong or another of that name is
 */
export const changePlace = (act: Act, wish: ChangePlace): Promise<{ done: true } | Refusal> =>
  change(act, async (transaction, place, others) => {
    const moves = wish.parentId !== place.parentId;
    const changed = { kind: place.kind, ...wish };
    if (moves && !belongs(others, changed)) return refuse("not_found");
    if (isThere(others, changed)) return refuse("place_exists");
    await changeSite(transaction, place.id, wish);
    const detail = {
      before: place.name,
      ...(wish.name !== place.name && { name: wish.name }),
      ...(moves && { under: nameOf(others, wish.parentId) }),
    };
    return { action: "site.changed", detail };
  });

/** Takes a place out of use. @returns a refusal while access points stand there or places are below it */
export const archivePlace = (act: Act): Promise<{ done: true } | Refusal> =>
  change(act, async (transaction, { id, name, code }, others) => {
    await closeSite(transaction, id);
    const count = (await accessPointsBySite(transaction)).get(id) ?? 0;
    if (count > 0) return refuse("place_has_access_points", { count });
    const below = others.filter(({ parentId }) => parentId === id).length;
    if (below > 0) return refuse("place_has_places", { count: below });
    await archiveSite(transaction, id, act.world.now());
    return { action: "site.archived", detail: { name, code } };
  });
