import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { AccessPoints, Sites } from "../../api/access-points/shapes.ts";
import type { Audit } from "../../api/audit/shapes.ts";
import type { Devices } from "../../api/devices/shapes.ts";
import type { Me, OwnSessions } from "../../api/me/shapes.ts";
import type { Now } from "../../api/now/shapes.ts";
import type { Person } from "../../api/people/shapes.ts";
import type { Plans } from "../../api/plans/shapes.ts";
import { ask } from "./ask.ts";

/** Milliseconds between looks at what is live. */
const LIVE = 2_000;
const AUDIT_PAGE = 50;

export const useMe = () =>
  useQuery({ queryKey: ["me"], queryFn: () => ask<Me>("GET", "/api/me"), staleTime: 30_000 });

export const useNow = () =>
  useQuery({ queryKey: ["now"], queryFn: () => ask<Now>("GET", "/api/now"), refetchInterval: LIVE });

export const usePerson = (id: number) =>
  useQuery({
    queryKey: ["person", id],
    queryFn: () => ask<Person>("GET", `/api/people/${id}`),
    refetchInterval: LIVE,
    placeholderData: keepPreviousData,
  });

export const usePlans = () =>
  useQuery({
    queryKey: ["plans"],
    queryFn: () => ask<Plans>("GET", "/api/plans"),
    refetchInterval: 5 * LIVE,
  });

export const useAccessPoints = () =>
  useQuery({
    queryKey: ["access-points"],
    queryFn: () => ask<AccessPoints>("GET", "/api/access-points"),
    refetchInterval: 2 * LIVE,
  });

export const useDevices = () =>
  useQuery({
    queryKey: ["devices"],
    queryFn: () => ask<Devices>("GET", "/api/devices"),
    refetchInterval: 2 * LIVE,
  });

export const useSites = () =>
  useQuery({ queryKey: ["sites"], queryFn: () => ask<Sites>("GET", "/api/sites") });

export const useOwnSessions = () =>
  useQuery({ queryKey: ["me", "sessions"], queryFn: () => ask<OwnSessions>("GET", "/api/me/sessions") });

/** The record of what staff did, a page at a time, newest first. */
export const useAudit = (subjectKind: string | null) =>
  useInfiniteQuery({
    queryKey: ["audit", subjectKind],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: String(AUDIT_PAGE) });
      if (pageParam !== null) query.set("before", String(pageParam));
      if (subjectKind !== null) query.set("subjectKind", subjectKind);
      return ask<Audit>("GET", `/api/audit?${query}`);
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries }) => (entries.length < AUDIT_PAGE ? null : (entries.at(-1)?.id ?? null)),
  });

/** Who is to hear what a change came to. */
type Told<Answer> = {
  readonly onSuccess?: (answer: Answer) => void;
  readonly onError?: (fault: Error) => void;
};

/**
 * A change: asked of the API, then everything it may have touched is read again, then it is said what it came to. That is
 * said also where the row or dialog it was asked from is gone by then, which is when TanStack Query itself says nothing.
 */
export const useChange = <Given, Answer>(
  request: (given: Given) => Promise<Answer>,
  touches: readonly (readonly unknown[])[],
) => {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: request,
    onSuccess: () => Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const mutate = (given: Given, { onSuccess, onError }: Told<Answer> = {}): void => {
    mutation.mutateAsync(given).then(
      (answer) => onSuccess?.(answer),
      (fault: Error) => onError?.(fault),
    );
  };
  return { ...mutation, mutate };
};
