import { useQuery } from "@tanstack/react-query";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import type { Families, Family } from "../../api/families/shapes.ts";
import { ask } from "../ask/ask.ts";

/** What the families of access points can be told; it changes with the program alone. */
export const useFamilies = (): readonly Family[] => {
  const { data } = useQuery({
    queryKey: ["families"],
    queryFn: () => ask<Families>("GET", "/api/families"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.families ?? [];
};

/** One family; undefined until it was read. */
export const useFamily = (kind: AccessPoint["kind"]): Family | undefined =>
  useFamilies().find((family) => family.kind === kind);
