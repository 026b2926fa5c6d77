import { doneSchema, idParams } from "../me/shapes.ts";
import { route } from "../route.ts";
import { addPlace } from "./add.ts";
import { archivePlace, changePlace } from "./change.ts";
import { addedPlaceSchema, addPlaceSchema, changePlaceSchema, placesSchema } from "./shapes.ts";
import { placesOf } from "./view.ts";

/** The tree of places: seeing it, and for owners adding, renaming, moving and taking out of use. */
export const placeRoutes = [
  route({
    method: "get",
    path: "/api/places",
    summary: "Every place, how many access points stand there, and what holds for devices there",
    needs: "see-access-points",
    answer: placesSchema,
    handle: ({ world }) => placesOf(world),
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
  route({
    method: "put",
    path: "/api/places/{id}",
    summary: "Give a place another name, or move it under another with everything below it",
    needs: "change-sites",
    params: idParams,
    body: changePlaceSchema,
    answer: doneSchema,
    handle: ({ world, signedIn, params, body }) =>
      changePlace({ world, staff: signedIn.staff, id: params.id }, body),
  }),
  route({
    method: "delete",
    path: "/api/places/{id}",
    summary: "Take a place out of use; refused while access points stand there or places are below it",
    needs: "change-sites",
    params: idParams,
    answer: doneSchema,
    handle: ({ world, signedIn, params }) => archivePlace({ world, staff: signedIn.staff, id: params.id }),
  }),
] as const;
