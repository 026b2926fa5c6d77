import { announce } from "#access/notice/live";
import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { fold } from "#access/site/fold";
import { addSite, listSites } from "#access/site/store";
import type { Staff } from "../../staff/staff.ts";
import { audited } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { belongs, isThere } from "./fits.ts";
import type { AddedPlace, AddPlace } from "./shapes.ts";
import { lockPlaces } from "./store.ts";

const codeOf = (name: string): string => {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 30);
  return `${plain || "place"}-${token(5)}`;
};

/**
 * Adds a commune or a site and tells the other programs.
 *
 * @returns a refusal where it does not belong or is there already
 * @throws Failure `site_code_taken`
 */
export const addPlace = async (
  world: World,
  staff: Staff,
  given: AddPlace,
): Promise<AddedPlace | Refusal> => {
  const { kind, name, parentId } = given;
  const code = given.code ?? codeOf(name);
  const added = await world.database.transaction(async (transaction) => {
    await lockPlaces(transaction);
    const places = await listSites(transaction);
    if (!belongs(places, given)) return refuse("not_found");
    if (isThere(places, given)) return refuse("place_exists");
    const id = await addSite(transaction, { parentId, kind, code, name });
    const deed = {
      action: "site.added",
      subjectKind: "site",
      subjectId: id,
      detail: { name, code },
    } as const;
    await audited(transaction, world, staff, deed);
    return { id, code };
  });
  if ("id" in added) await announce(world.redis, { kind: "site", id: added.id });
  return added;
};
