import { recordOnce } from "#access/audit/store";
import type { World } from "#access/runtime/world";
import type { Staff } from "../../staff/staff.ts";

/** A page that stays open is one look; after ten minutes it is another. */
const ONE_LOOK_MS = 600_000;

/** Remembers that a member of staff looked at people. */
export const noteLooks = async (world: World, staff: Staff, personIds: Iterable<number>): Promise<void> => {
  const at = world.now();
  const look = { action: "person.looked", subjectKind: "person", detail: {} } as const;
  const entry = { ...look, at, staffId: staff.id, staffLogin: staff.login };
  await recordOnce(world.database, entry, [...personIds].map(String), at - ONE_LOOK_MS);
};
