import type { SetSettings } from "../../api/access-points/settings-shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";

const TOUCHES = [["access-points"], ["now"], ["places"], ["audit"]];

/** What can be done to one access point. */
export const useAccessPoint = (id: number) => {
  const path = `/api/access-points/${id}`;
  return {
    settings: useChange((settings: SetSettings) => ask("PUT", `${path}/settings`, settings), TOUCHES),
    macPassword: useChange(
      (password: string | null) => ask("PUT", `${path}/mac-password`, { password }),
      TOUCHES,
    ),
    archive: useChange(() => ask("DELETE", path), TOUCHES),
  };
};
