import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import type { AlarmKind } from "./placement.ts";
import type { Place } from "./thing.ts";

/** What a thing was caught at, and how often since; it stands until staff acknowledge it. */
export type Alarm = {
  readonly id: number;
  readonly thingId: number;
  readonly what: AlarmKind;
  /** where it was seen last */
  readonly place: Place;
  readonly times: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly acknowledgedAt: number | null;
};

/**
 * Raises an alarm, or counts one more of an alarm that stands.
 *
 * @returns whether it is a new one
 */
export const raiseAlarm = async (
  database: Knex,
  alarm: { readonly thingId: number; readonly what: AlarmKind; readonly place: Place; readonly at: number },
): Promise<boolean> => {
  const { rows } = await database.raw<{ rows: { fresh: boolean }[] }>(
    `insert into thing_alarms as a (thing_id, what, nas_id, nas_port_id, called_station_id, first_at, last_at)
     values (:thingId, :what, :nasId, :nasPortId, :calledStationId, :at, :at)
     on conflict (thing_id, what, nas_id) where acknowledged_at is null do update set
       times = a.times + 1, last_at = greatest(a.last_at, excluded.last_at),
       nas_port_id = excluded.nas_port_id, called_station_id = excluded.called_station_id
     returning times = 1 as fresh`,
    { ...alarm.place, thingId: alarm.thingId, what: alarm.what, at: instant(alarm.at) },
  );
  return rows[0]?.fresh ?? false;
};

type Row = Omit<Alarm, "place"> & Place;

/** Alarms, those that stand first, then the latest. */
export const listAlarms = async (database: Knex, limit: number): Promise<Alarm[]> => {
  const { rows } = await database.raw<{ rows: Row[] }>(
    `select id, thing_id as "thingId", what, nas_id as "nasId", nas_port_id as "nasPortId",
            called_station_id as "calledStationId", times, first_at as "firstAt", last_at as "lastAt",
            acknowledged_at as "acknowledgedAt"
       from thing_alarms
      order by acknowledged_at is not null, last_at desc, id desc
      limit :limit`,
    { limit },
  );
  return rows.map(({ nasId, nasPortId, calledStationId, ...plain }) => ({
    ...plain,
    place: { nasId, nasPortId, calledStationId },
  }));
};

/**
 * Lays an alarm to rest; the caller announces it (`thing`) after commit.
 *
 * @returns the thing it was about
 * @throws Failure `alarm_unknown` when there is none that stands
 */
export const acknowledgeAlarm = async (
  transaction: Knex,
  { id, staffId, at }: { readonly id: number; readonly staffId: number; readonly at: number },
): Promise<number> => {
  const { rows } = await transaction.raw<{ rows: { thingId: number }[] }>(
    `update thing_alarms set acknowledged_at = :at, acknowledged_by = :staffId
      where id = :id and acknowledged_at is null
      returning thing_id as "thingId"`,
    { id, staffId, at: instant(at) },
  );
  if (!rows[0]) throw new Failure("alarm_unknown", { id });
  return rows[0].thingId;
};
