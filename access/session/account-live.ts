import type { RedisClient } from "../redis/open.ts";
import type { Booked, Booking } from "./booking.ts";
import { commit } from "./commit.ts";
import { count } from "./counting.ts";
import type { Remembered } from "./remembered.ts";

/** Counts reports in one call; each is answered on its own, in order. On a cluster all must be of one hash tag. */
export const account = (
  redis: RedisClient,
  bookings: readonly Booking[],
  remembered?: Remembered,
): Promise<Booked[]> =>
  commit(
    redis,
    bookings.map((booking) => ({
      subscriberId: booking.subscriberId,
      sessionId: booking.sessionId,
      decide: (kept, version) => count(kept, booking, version),
    })),
    remembered,
  );
