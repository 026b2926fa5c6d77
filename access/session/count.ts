import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { recreate } from "./recreate.ts";
import { makeReady, refill } from "./refill.ts";

const MOST_TRIES = 3;

/** Fills Redis with what a report lacks there: everything; the person and their sessions; at last a session that is nowhere. */
const restore = (
  world: World,
  booking: Booking,
  lack: "not-ready" | "unknown",
  tried: number,
): Promise<void> => {
  if (lack === "not-ready") return makeReady(world, tagOf(booking.subscriberId));
  return tried === 0 ? refill(world, [booking.subscriberId]) : recreate(world, booking);
};

/**
 * Counts a report; where Redis lacks the session or everything, fills it from PostgreSQL first.
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
  let booked = await book(booking);
  for (let tried = 0; booked.kind !== "ok"; tried += 1) {
    if (booked.kind === "error") throw new Error(booked.reason);
    if (tried === MOST_TRIES) throw new Error(`session cannot be restored: ${booked.kind}`);
    await restore(world, booking, booked.kind, tried);
    booked = await book(booking);
  }
  return booked.counted;
};
