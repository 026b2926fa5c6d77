import { useQuery } from "@tanstack/react-query";
import type { AddStaff, OneTime, Roster } from "../../api/roster/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";

const TOUCHES = [["staff"], ["audit"]];

/** Who is staff. */
export const useRoster = () =>
  useQuery({ queryKey: ["staff"], queryFn: () => ask<Roster>("GET", "/api/staff"), refetchInterval: 10_000 });

/** Adds somebody; answers with the one-time password. */
export const useAddStaff = () =>
  useChange((given: AddStaff) => ask<OneTime>("POST", "/api/staff", given), TOUCHES);

/** What an owner does to one member of staff. */
export const useMember = (id: number) => {
  const path = `/api/staff/${id}`;
  return {
    reset: useChange(
      (forgetCode: boolean) => ask<OneTime>("POST", `${path}/password`, { forgetCode }),
      TOUCHES,
    ),
    turn: useChange((enabled: boolean) => ask("PUT", `${path}/enabled`, { enabled }), TOUCHES),
    changeRole: useChange(
      (role: AddStaff["role"]) => ask("PUT", `${path}/role`, { role }),
      [...TOUCHES, ["me"]],
    ),
    revoke: useChange(() => ask("DELETE", `${path}/sessions`), TOUCHES),
  };
};
