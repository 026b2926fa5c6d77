import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { recreate } from "./recreate.ts";
import { makeReady, refill } from "./refill.ts";

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
  const tag = tagOf(booking.subscriberId);
  const remedies: Readonly<Record<"not-ready" | "unknown", readonly (() => Promise<void>)[]>> = {
    "not-ready": [() => makeReady(world, tag)],
    unknown: [() => refill(world, [booking.subscriberId]), () => recreate(world, booking)],
  };
  let tried = 0;
  let booked: Booked = await book(booking);
  while (booked.kind !== "ok" && booked.kind !== "error") {
    const known = remedies[booked.kind];
    await (known[Math.min(tried, known.length - 1)] as () => Promise<void>)();
    tried += 1;
    if (tried > 3) throw new Error(`session cannot be restored: ${booked.kind}`);
    booked = await book(booking);
  }
  if (booked.kind === "error") throw new Error(booked.reason);
  return booked.counted;
};
