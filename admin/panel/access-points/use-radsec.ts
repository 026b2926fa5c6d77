import { useQuery } from "@tanstack/react-query";
import type { FreshPsk, Radsec, SetRadsec } from "../../api/radsec/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";

/** How an access point proves itself over TLS, and the changes of it. */
export const useRadsec = (id: number) => {
  const path = `/api/access-points/${id}/radsec`;
  const queryKey = ["radsec", id];
  const touches = [queryKey, ["access-points"], ["audit"]];
  return {
    query: useQuery({ queryKey, queryFn: () => ask<Radsec>("GET", path) }),
    set: useChange((wish: SetRadsec) => ask("PUT", path, wish), touches),
    give: useChange((identity: string) => ask<FreshPsk>("POST", `${path}/key`, { identity }), touches),
    take: useChange(() => ask("DELETE", `${path}/key`), touches),
  };
};
