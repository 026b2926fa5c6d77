import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { putRight } from "./put-right.ts";
import { recreate } from "./recreate.ts";
import { makeReady, refill } from "./refill.ts";
import { UNREADABLE } from "./unreadable.ts";

const MOST_TRIES = 4;

/**
 * Counts a report; where Redis lacks the session or everything, fills it from PostgreSQL first: everything; then the person
 * and this session of theirs, however long ago it ended; at last a session that is nowhere. What cannot be read is put right
 * first.
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
  let [isRefilled, isPutRight] = [false, false];
  for (let tries = 0; tries <= MOST_TRIES; tries += 1) {
    const booked = await book(booking);
    if (booked.kind === "ok") return booked.counted;
    if (booked.kind === "error") {
      if (isPutRight || !UNREADABLE.has(booked.reason)) throw new Error(booked.reason);
      await putRight(world, booking, booking);
      isPutRight = true;
    } else if (booked.kind === "not-ready") await makeReady(world, tagOf(subscriberId));
    else if (isRefilled) await recreate(world, booking);
    else {
      await refill(world, [subscriberId], sessionId);
      isRefilled = true;
    }
  }
  throw new Error("session cannot be restored");
};
