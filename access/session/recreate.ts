import { keys, tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Booking } from "./live.ts";

/**
 * Begins a session anew that we signed for but no store remembers any more: its first report will count all of it.
 *
 * Happens only when Redis was emptied within the moment between the login and its arrival in PostgreSQL. Two
 * reports may do it at once: what the other has counted in the meantime stays.
 */
export const recreate = async ({ redis }: World, booking: Booking): Promise<void> => {
  const tag = tagOf(booking.subscriberId);
  const plan = (await redis.hget(keys.subscriber(tag, booking.subscriberId), "plan")) ?? "0";
  const fields = {
    b: booking.subscriberId,
    n: booking.nasId,
    i: booking.siteId,
    p: plan,
    m: booking.mac,
    l: booking.loginId,
    a: booking.nasSessionId,
    f: booking.address,
    t: booking.startedAt,
    ev: booking.startedAt,
    at: booking.receivedAt,
    u: 0,
    d: 0,
    c: 0,
    o: "full",
    x: "",
    z: "",
    st: "0",
  };
  const key = keys.session(tag, booking.sessionId);
  await Object.entries(fields)
    .reduce((multi, [field, value]) => multi.hsetnx(key, field, value), redis.multi())
    .exec();
};
