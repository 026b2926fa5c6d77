import { type Alarm, listAlarms } from "#access/device/alarm-store";
import type { Place } from "#access/device/thing";
import { listThings, type StoredThing } from "#access/device/thing-store";
import type { World } from "#access/runtime/world";
import { type PlacedNas, placedNas } from "../access-points/store.ts";
import type { DeviceAlarm, Devices, DeviceThing } from "./shapes.ts";

/** Most alarms shown; those that stand come first. */
const ALARMS = 200;

type ById<T> = ReadonlyMap<number, T>;

const shownPlace = (place: Place, points: ById<PlacedNas>): DeviceAlarm["place"] => {
  const point = points.get(place.nasId);
  return { ...place, accessPointName: point?.name ?? null, siteName: point?.siteName ?? null };
};

const shownThing = (thing: StoredThing, points: ById<PlacedNas>, alarms: readonly Alarm[]): DeviceThing => {
  const { wasDoubled: _, pin, lastPlace, ...plain } = thing;
  return {
    ...plain,
    pin: pin && shownPlace(pin, points),
    lastPlace: lastPlace && shownPlace(lastPlace, points),
    alarms: alarms.filter((alarm) => alarm.thingId === thing.id && alarm.acknowledgedAt === null).length,
  };
};

const shownAlarm = (alarm: Alarm, points: ById<PlacedNas>, things: ById<StoredThing>): DeviceAlarm => {
  const thing = things.get(alarm.thingId);
  return {
    ...alarm,
    thingName: thing?.name ?? null,
    mac: thing?.mac ?? null,
    place: shownPlace(alarm.place, points),
  };
};

/** Everything the page about devices shows, read in one round. */
export const devicesOf = async ({ database }: World): Promise<Devices> => {
  const [things, alarms, placed] = await Promise.all([
    listThings(database),
    listAlarms(database, ALARMS),
    placedNas(database),
  ]);
  const points = new Map(placed.map((point) => [point.id, point]));
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return {
    things: things.map((thing) => shownThing(thing, points, alarms)),
    alarms: alarms.map((alarm) => shownAlarm(alarm, points, byId)),
  };
};
