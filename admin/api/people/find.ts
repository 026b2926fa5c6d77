import { exactMac } from "#access/device/notation";
import { devicesOf } from "#access/device/store";
import { readPlan } from "#access/plan/store";
import type { World } from "#access/runtime/world";
import { masked, parsePhone } from "#access/subscriber/phone";
import { findByMac, findByPhone, phoneOf } from "#access/subscriber/store";
import type { Subscriber } from "#access/subscriber/subscriber";
import type { Found } from "./shapes.ts";

/** What somebody typed to find a person. */
export type Wanted =
  | { readonly by: "phone"; readonly e164: string }
  | { readonly by: "mac"; readonly mac: string };

/** Digits with at most spaces between them are a phone number, however many there are. */
const NUMBER = /^[\d ]+$/;

/** What to look for: a device's MAC address, or else a full phone number; undefined when it is neither. */
export const wantedOf = (text: string): Wanted | undefined => {
  const typed = text.trim();
  const mac = NUMBER.test(typed) ? undefined : exactMac(typed);
  if (mac !== undefined) return { by: "mac", mac };
  const phone = parsePhone(text);
  return phone.kind === "phone" ? { by: "phone", e164: phone.e164 } : undefined;
};

/** Most people shown for one device. */
const MOST = 20;

const lineOf = async (world: World, subscriber: Subscriber): Promise<Found["people"][number]> => {
  const [plan, devices, phone] = await Promise.all([
    readPlan(world.database, subscriber.planId),
    devicesOf(world.database, subscriber.id),
    phoneOf(world, subscriber.id),
  ]);
  return {
    id: subscriber.id,
    maskedPhone: phone === null ? null : masked(phone),
    status: subscriber.status,
    planName: plan?.name ?? { vi: "", en: "" },
    lastSeenAt: devices[0]?.lastSeenAt ?? null,
  };
};

/** The people a full phone number or a device's MAC belongs to. */
export const find = async (world: World, wanted: Wanted): Promise<Found["people"]> => {
  const people =
    wanted.by === "mac"
      ? await findByMac(world.database, wanted.mac)
      : [await findByPhone(world, wanted.e164)];
  return Promise.all(
    people
      .filter((person) => person !== null)
      .slice(0, MOST)
      .map((person) => lineOf(world, person)),
  );
};
