import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { recreate } from "./recreate.ts";
import { makeReady, refill } from "./refill.ts";

const MOST_TRIES = 3;

/**
 * Counts a report; where Redis lacks the session or everything, fills it from PostgreSQL first: everything; then the person
 * and this session of theirs, however long ago it ended; at last a session that is nowhere.
 *
 * @param book  counts one report, alone or together with others
 * @returns what it came to
 * @throws when it cannot be counted now
 */
export const counted = async (
  world: World,
  book: (booking: Booking) => Promise<Booked>,
  booking: Booking,
): Promise<Counted> => {
  const { subscriberId, sessionId } = booking;
  let isRefilled = false;
  for (let tries = 0; tries <= MOST_TRIES; tries += 1) {
    const booked = await book(booking);
    if (booked.kind === "ok") return booked.counted;
    if (booked.kind === "error") throw new Error(booked.reason);
    if (booked.kind === "not-ready") await makeReady(world, tagOf(subscriberId));
    else if (isRefilled) await recreate(world, booking);
    else {
      await refill(world, [subscriberId], sessionId);
      isRefilled = true;
    }
  }
  throw new Error("session cannot be restored");
};
