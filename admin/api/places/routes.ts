import type { Site, SiteKind } from "#access/site/site";
import { listSites } from "#access/site/store";
import { route } from "../route.ts";
import { addPlace } from "./add.ts";
import { addedPlaceSchema, addPlaceSchema, placesSchema } from "./shapes.ts";

const of = (places: readonly Site[], kind: SiteKind) =>
  places.filter((place) => place.kind === kind).map(({ id, name }) => ({ id, name }));

/** The tree of places, as far as staff add to it. */
export const placeRoutes = [
  route({
    method: "get",
    path: "/api/places",
    summary: "The provinces and communes a new place can belong to",
    needs: "change-sites",
    answer: placesSchema,
    handle: async ({ world }) => {
      const places = await listSites(world.database);
      return { provinces: of(places, "province"), communes: of(places, "commune") };
    },
  }),
  route({
    method: "post",
    path: "/api/places",
    summary: "Add a commune, or a site that access points can stand at",
    needs: "change-sites",
    body: addPlaceSchema,
    answer: addedPlaceSchema,
    handle: ({ world, signedIn, body }) => addPlace(world, signedIn.staff, body),
  }),
] as const;
