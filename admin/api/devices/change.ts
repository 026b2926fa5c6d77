import type { Knex } from "knex";
import { exactMac } from "#access/device/notation";
import type { Place, Thing } from "#access/device/thing";
import { askAgain } from "#access/device/thing-sessions";
import { listThings, type StoredThing } from "#access/device/thing-store";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import type { Staff } from "../../staff/staff.ts";
import { audited, type Deed } from "../audited.ts";
import type { ThingBody } from "./shapes.ts";

/** A thing as a form says it; its address in the one notation that is kept. */
export const thingIn = (body: ThingBody): Omit<Thing, "id"> => ({
  ...body,
  mac: exactMac(body.mac) ?? body.mac,
});

/** What the record says of a thing. */
export const detailOf = (thing: Omit<Thing, "id">): NonNullable<Deed["detail"]> => ({
  name: thing.name,
  mac: thing.mac,
  kind: thing.kind,
  vlan: thing.vlan,
  pinnedTo: thing.pin?.nasId ?? null,
  port: thing.pin?.nasPortId ?? null,
});

/** One thing; undefined when there is none of this id. */
export const thingOf = async (world: World, id: number): Promise<StoredThing | undefined> =>
  (await listThings(world.database)).find((thing) => thing.id === id);

/**
 * Writes a change and its entry in one transaction, tells the running programs, and has the thing log in again, so that
 * it is judged by what holds now.
 *
 * @param write  makes the change and returns the id of the thing it is about
 */
export const changed = async (
  world: World,
  staff: Staff,
  deed: Pick<Deed, "action" | "detail">,
  write: (transaction: Knex) => Promise<number>,
): Promise<number> => {
  const id = await world.database.transaction(async (transaction) => {
    const thingId = await write(transaction);
    await audited(transaction, world, staff, { ...deed, subjectKind: "thing", subjectId: thingId });
    return thingId;
  });
  await announce(world.redis, { kind: "thing", id });
  await askAgain(world, id, "staff");
  return id;
};

/** Where a thing is pinned when it is pinned to where it was last seen. */
export const pinAt = (last: Place, withPort: boolean): Place => ({
  nasId: last.nasId,
  nasPortId: withPort ? last.nasPortId : null,
  calledStationId: null,
});
