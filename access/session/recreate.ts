import { keys, tagOf } from "../redis/keys.ts";
import { packValues } from "../redis/pack.ts";
import type { World } from "../runtime/world.ts";
import { NOBODY, packedPerson, readPerson } from "../subscriber/live.ts";
import type { Booking } from "./booking.ts";
import { type PackedSession, UNMARKED } from "./packed.ts";
import { memberOf } from "./ticket.ts";

/**
 * Begins a session anew that we signed for but no store remembers any more: its first report will count all of it.
 *
 * Happens only when Redis was emptied within the moment between the login and its arrival in PostgreSQL. Two
 * reports may do it at once: what the other has counted in the meantime stays.
 */
export const recreate = async ({ redis }: World, booking: Booking): Promise<void> => {
  const { subscriberId, sessionId, startedAt, receivedAt, liveUntil } = booking;
  const tag = tagOf(subscriberId);
  const planId = (await readPerson(redis, subscriberId))?.planId ?? 0;
  const session: PackedSession = [
    ...([subscriberId, booking.nasId, booking.siteId, planId, booking.mac, booking.loginId] as const),
    ...([booking.nasSessionId, booking.address, startedAt, startedAt, receivedAt] as const),
    ...([0, 0, 0, "full", 0, "", 0, "", "", 0, 0, 0, 0, liveUntil, "", ...UNMARKED] as const),
  ];
  await redis
    .multi()
    .set(keys.person(tag, subscriberId), packedPerson(NOBODY, []), "NX")
    .set(keys.session(tag, sessionId), packValues(session), "NX")
    .zadd(keys.online(tag), "NX", liveUntil, memberOf(booking))
    .exec();
};
