import { useQuery } from "@tanstack/react-query";
import type { ChangePlace, Place, Places } from "../../api/places/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";

const TOUCHES = [["places"], ["sites"], ["access-points"], ["now"], ["audit"]];

/** Every place in use. */
export const usePlaces = () =>
  useQuery({ queryKey: ["places"], queryFn: () => ask<Places>("GET", "/api/places") });

/** What a place says for devices; null leaves it to the place above. */
export type RulesWish = { readonly [Rule in keyof Place["rules"]]: number | null };

/** What can be done to one place. */
export const usePlace = (id: number) => {
  const path = `/api/places/${id}`;
  return {
    change: useChange((wish: ChangePlace) => ask("PUT", path, wish), TOUCHES),
    archive: useChange(() => ask("DELETE", path), TOUCHES),
    rules: useChange((wish: RulesWish) => ask("PUT", `/api/sites/${id}/devices`, wish), TOUCHES),
  };
};

/** The places one of a kind can belong to, to choose from; none for a province. */
export const useAbove = (kind: Place["kind"]) => {
  const { data } = usePlaces();
  const wanted = kind === "site" ? "commune" : kind === "commune" ? "province" : null;
  return (data?.places ?? [])
    .filter((place) => place.kind === wanted)
    .map(({ id, name }) => ({ value: String(id), label: name }));
};
