import { z } from "zod";
import { exactMac } from "#access/device/notation";
import { THING_KINDS } from "#access/device/thing";

const id = z.number().int().positive();
const at = z.number().int();
const vlan = z.number().int().min(1).max(4094);
const days = z.number().int().min(0).max(365);
const words = z.string().trim().min(1).max(253);

/** Where a device was seen; the names are null where the access point is gone. */
const placeSchema = z
  .object({
    nasId: id,
    accessPointName: z.string().nullable(),
    siteName: z.string().nullable(),
    nasPortId: z.string().nullable(),
    calledStationId: z.string().nullable(),
  })
  .strict();

const thingSchema = z
  .object({
    id,
    mac: z.string(),
    name: z.string(),
    kind: z.enum(THING_KINDS),
    vlan: vlan.nullable(),
    pin: placeSchema.nullable(),
    lastSeenAt: at.nullable(),
    lastPlace: placeSchema.nullable(),
    alarms: z.number().int().nonnegative(),
  })
  .strict();

const alarmSchema = z
  .object({
    id,
    thingId: id,
    thingName: z.string().nullable(),
    mac: z.string().nullable(),
    what: z.enum(["elsewhere", "twice"]),
    place: placeSchema,
    times: z.number().int().positive(),
    firstAt: at,
    lastAt: at,
    acknowledgedAt: at.nullable(),
  })
  .strict();

/** Every thing, and the alarms about them, those that stand first. */
export const devicesSchema = z
  .object({ things: z.array(thingSchema), alarms: z.array(alarmSchema) })
  .strict();

const pinSchema = z
  .object({ nasId: id, nasPortId: words.nullable(), calledStationId: words.nullable() })
  .strict();

export const thingBody = z
  .object({
    mac: z
      .string()
      .trim()
      .max(40)
      .refine((text) => exactMac(text) !== undefined, "a MAC address"),
    name: z.string().trim().min(1).max(80),
    kind: z.enum(THING_KINDS),
    vlan: vlan.nullable(),
    pin: pinSchema.nullable(),
  })
  .strict();

export const pinBody = z.object({ withPort: z.boolean() }).strict();
export const addedSchema = z.object({ id }).strict();

export const siteRulesBody = z
  .object({
    rememberDays: days.nullable(),
    rememberPrivateDays: days.nullable(),
    quarantineVlan: vlan.nullable(),
  })
  .strict();

export const macPasswordBody = z.object({ password: z.string().min(1).max(128).nullable() }).strict();

export type Devices = z.infer<typeof devicesSchema>;
export type DeviceThing = Devices["things"][number];
export type DeviceAlarm = Devices["alarms"][number];
export type ThingBody = z.infer<typeof thingBody>;
