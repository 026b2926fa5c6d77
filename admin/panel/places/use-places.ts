import { useQuery } from "@tanstack/react-query";
import type { Places } from "../../api/places/shapes.ts";
import { ask } from "../ask/ask.ts";

/** The provinces and communes a new place can belong to. */
export const usePlaces = () =>
  useQuery({ queryKey: ["places"], queryFn: () => ask<Places>("GET", "/api/places") });
