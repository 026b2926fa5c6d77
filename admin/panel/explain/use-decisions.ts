import { useInfiniteQuery } from "@tanstack/react-query";
import type { Explained } from "../../api/explain/shapes.ts";
import { ask } from "../ask/ask.ts";

/** Whose logins: of a person, a device (`aa:bb:cc:dd:ee:01`) or an access point. */
export type Whose = { readonly subscriberId: number } | { readonly mac: string } | { readonly nasId: number };

const PAGE = 10;
const LIVE_MS = 5_000;

/** Why logins were decided as they were, a page at a time, newest first. */
export const useDecisions = (whose: Whose) =>
  useInfiniteQuery({
    queryKey: ["explain", whose],
    queryFn: ({ pageParam }) => {
      const earlier = pageParam === null ? {} : { before: pageParam };
      return ask<Explained>("POST", "/api/explain", { ...whose, ...earlier, limit: PAGE });
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ decisions }) => (decisions.length < PAGE ? null : (decisions.at(-1)?.at ?? null)),
    refetchInterval: LIVE_MS,
  });
