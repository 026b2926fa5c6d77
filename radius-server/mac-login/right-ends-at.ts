import { exactMac } from "#access/device/notation";
import { rememberedUntil } from "#access/device/remembered";
import { lastVerified } from "#access/device/remembered-store";
import { deviceTable } from "#access/device/table";
import type { Nas } from "#access/nas/nas";
import type { LiveSession } from "#access/session/packed";
import type { Server } from "../server-world.ts";

/**
 * When the right of a running session ends, epoch ms: one that a phone's address opened ends when the phone is
 * remembered no longer.
 *
 * @returns `null` for a session somebody signed in for, and for one whose phone is another person's by now
 */
export const rightEndsAt = async (
  { world }: Pick<Server, "world">,
  { loginId, mac, subscriberId }: LiveSession,
  nas: Nas,
): Promise<number | null> => {
  if (exactMac(loginId) !== mac) return null;
  const phone = await lastVerified(world.database, mac);
  if (phone?.subscriberId !== subscriberId) return null;
  return rememberedUntil(phone, mac, (await deviceTable.of(world)).rulesAt(nas));
};
