import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Refused } from "./ask.ts";

const GATE: readonly string[] = ["not_signed_in", "step_first"];

/** A session that ended shows the sign-in page: what is known about oneself is asked again. */
const watchSession = (fault: Error): void => {
  if (fault instanceof Refused && GATE.includes(fault.code))
    void client.invalidateQueries({ queryKey: ["me"] });
};

/** What the panel knows, and for how long it believes it. */
export const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchSession }),
  mutationCache: new MutationCache({ onError: watchSession }),
  defaultOptions: {
    queries: {
      retry: (count, fault) => count < 2 && fault instanceof Refused && fault.code === "unreachable",
      staleTime: 1_000,
    },
  },
});
