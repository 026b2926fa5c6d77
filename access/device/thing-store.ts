import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import type { Place, Thing } from "./thing.ts";

/** A thing as stored, with where it was last seen. */
export type StoredThing = Thing & {
  /** whether an alarm that it was seen twice still stands */
  readonly wasDoubled: boolean;
  readonly lastSeenAt: number | null;
  readonly lastPlace: Place | null;
};

type Row = Omit<StoredThing, "pin" | "lastPlace"> & {
  readonly nasId: number | null;
  readonly nasPortId: string | null;
  readonly calledStationId: string | null;
  readonly lastNasId: number | null;
  readonly lastNasPortId: string | null;
  readonly lastCalledStationId: string | null;
};

const placeOf = (
  nasId: number | null,
  nasPortId: string | null,
  calledStationId: string | null,
): Place | null => (nasId === null ? null : { nasId, nasPortId, calledStationId });

const thingOf = (row: Row): StoredThing => {
  const { nasId, nasPortId, calledStationId, lastNasId, lastNasPortId, lastCalledStationId, ...plain } = row;
  return {
    ...plain,
    pin: placeOf(nasId, nasPortId, calledStationId),
    lastPlace: placeOf(lastNasId, lastNasPortId, lastCalledStationId),
  };
};

/** Every thing that is registered, by name. */
export const listThings = async (database: Knex): Promise<StoredThing[]> => {
  const { rows } = await database.raw<{ rows: Row[] }>(
    `select t.id, t.mac, t.name, t.kind, t.vlan, t.nas_id as "nasId", t.nas_port_id as "nasPortId",
            t.called_station_id as "calledStationId", t.last_seen_at as "lastSeenAt", t.last_nas_id as "lastNasId",
            t.last_nas_port_id as "lastNasPortId", t.last_called_station_id as "lastCalledStationId",
            exists (select from thing_alarms a
                     where a.thing_id = t.id and a.what = 'twice' and a.acknowledged_at is null) as "wasDoubled"
       from things t
      where t.archived_at is null
      order by t.name, t.id`,
  );
  return rows.map(thingOf);
};

const columnsOf = ({ mac, name, kind, vlan, pin }: Omit<Thing, "id">) => ({
  mac,
  name,
  kind,
  vlan,
  nas_id: pin?.nasId ?? null,
  nas_port_id: pin?.nasPortId ?? null,
  called_station_id: pin?.calledStationId ?? null,
});

const isTaken = async (transaction: Knex, mac: string, exceptId: number): Promise<boolean> => {
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    "select 1 from things where mac = :mac::macaddr and archived_at is null and id <> :exceptId",
    { mac, exceptId },
  );
  return rows.length > 0;
};

/**
 * Registers a thing; the caller announces it (`thing`) after commit.
 *
 * @returns its id
 * @throws Failure `thing_mac_taken`
 */
export const addThing = async (transaction: Knex, thing: Omit<Thing, "id">, at: number): Promise<number> => {
  const rows = await transaction("things")
    .insert({ ...columnsOf(thing), created_at: instant(at) })
    .onConflict(transaction.raw("(mac) where archived_at is null"))
    .ignore()
    .returning<{ id: number }[]>("id");
  if (!rows[0]) throw new Failure("thing_mac_taken");
  return rows[0].id;
};

/**
 * Changes a thing; the caller announces it (`thing`) after commit.
 *
 * @throws Failure `thing_unknown`, `thing_mac_taken`
 */
export const changeThing = async (transaction: Knex, { id, ...thing }: Thing): Promise<void> => {
  if (await isTaken(transaction, thing.mac, id)) throw new Failure("thing_mac_taken");
  const changed = await transaction("things").where({ id }).whereNull("archived_at").update(columnsOf(thing));
  if (changed === 0) throw new Failure("thing_unknown", { id });
};

/** Takes a thing off the register; what it did stays. The caller announces it (`thing`). @throws Failure `thing_unknown` */
export const removeThing = async (transaction: Knex, id: number, at: number): Promise<void> => {
  const changed = await transaction("things")
    .where({ id })
    .whereNull("archived_at")
    .update({ archived_at: instant(at) });
  if (changed === 0) throw new Failure("thing_unknown", { id });
};

/** Remembers where a thing was last seen. */
export const markThingSeen = async (database: Knex, id: number, place: Place, at: number): Promise<void> => {
  await database("things")
    .where({ id })
    .update({
      last_seen_at: instant(at),
      last_nas_id: place.nasId,
      last_nas_port_id: place.nasPortId,
      last_called_station_id: place.calledStationId,
    });
};
