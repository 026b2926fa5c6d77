import { hasAuditSince } from "#access/audit/store";
import type { World } from "#access/runtime/world";
import type { Staff } from "../../staff/staff.ts";
import { audited } from "../audited.ts";

/** A page that stays open is one look; after ten minutes it is another. */
const ONE_LOOK_MS = 600_000;

/** Remembers that a member of staff looked at a person. */
export const noteLook = async (world: World, staff: Staff, personId: number): Promise<void> => {
  const look = { action: "person.looked", subjectKind: "person", subjectId: String(personId) } as const;
  const since = world.now() - ONE_LOOK_MS;
  if (await hasAuditSince(world.database, { ...look, staffId: staff.id, since })) return;
  await audited(world.database, world, staff, look);
};
