import type { SubscriberStatus } from "../subscriber/subscriber.ts";
import { isPrivate } from "./notation.ts";
import type { DeviceRules } from "./rules.ts";

/** What is known of the person who last proved themselves on a device. */
export type KnownPhone = {
  readonly deviceId: number;
  readonly subscriberId: number;
  /** epoch ms */
  readonly verifiedAt: number;
  /** epoch ms; `null` for never */
  readonly revokedAt: number | null;
  readonly status: SubscriberStatus;
  /** whether the person agreed to the terms in force */
  readonly termsAccepted: boolean;
};

/** Why a device must sign in on the portal. */
export type NotRemembered =
  | "device_unknown"
  | "device_forgotten"
  | "device_expired"
  | "terms_changed"
  | "blocked";

/** Reasons that do no more than send a person to the portal, as every phone that comes is: no failed sign-in. */
export const TO_THE_PORTAL: readonly string[] = [
  "device_unknown",
  "device_forgotten",
  "device_expired",
  "terms_changed",
];

/** Whether a device is remembered, and until when (epoch ms). */
export type Remembered =
  | { readonly kind: "remembered"; readonly subscriberId: number; readonly endsAt: number }
  | { readonly kind: "not-remembered"; readonly reason: NotRemembered };

const DAY_MS = 86_400_000;

const not = (reason: NotRemembered): Remembered => ({ kind: "not-remembered", reason });

const daysFor = (mac: string, rules: DeviceRules): number =>
  isPrivate(mac) ? Math.min(rules.rememberDays, rules.rememberPrivateDays) : rules.rememberDays;

/** When a phone is remembered no longer, epoch ms. */
export const rememberedUntil = (
  { verifiedAt }: Pick<KnownPhone, "verifiedAt">,
  mac: string,
  rules: DeviceRules,
): number => verifiedAt + daysFor(mac, rules) * DAY_MS;

/**
 * Whether a phone may come online by its address alone; pure. Only a sign-in by code renews it: being let in like this
 * does not, or it would never end.
 */
export const rememberedAs = (
  phone: KnownPhone | undefined,
  mac: string,
  rules: DeviceRules,
  at: number,
): Remembered => {
  if (!phone) return not("device_unknown");
  if (phone.revokedAt !== null && phone.revokedAt >= phone.verifiedAt) return not("device_forgotten");
  const endsAt = rememberedUntil(phone, mac, rules);
  if (at >= endsAt) return not("device_expired");
  if (phone.status === "blocked") return not("blocked");
  if (!phone.termsAccepted) return not("terms_changed");
  return { kind: "remembered", subscriberId: phone.subscriberId, endsAt };
};
