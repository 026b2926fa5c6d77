import type { World } from "../runtime/world.ts";
import { NOBODY } from "../subscriber/live.ts";
import type { Booking } from "./booking.ts";
import { type Decided, type Kept, NOTHING } from "./change.ts";
import { commit } from "./commit.ts";
import { begun } from "./packed.ts";

const beginAnew = ({ person, session }: Kept, booking: Booking, version: number): Decided<void> => {
  if (person && session) return { answer: undefined, writes: NOTHING };
  const of = { ...booking, planId: person?.planId ?? 0, profile: "full", requestKey: "" };
  return {
    answer: undefined,
    writes: {
      person: person ? undefined : { ...NOBODY, version },
      session: session ?? {
        ...begun(version, of, booking.startedAt, booking.liveUntil),
        heardAt: booking.receivedAt,
      },
      online: booking.liveUntil,
    },
  };
};

/**
 * Begins a session anew that we signed for but no store remembers any more: its first report will count all of it.
 *
 * Happens only when Redis was emptied within the moment between the login and its arrival in PostgreSQL. Two
 * reports may do it at once: what the other has counted in the meantime stays.
 */
export const recreate = async ({ redis }: World, booking: Booking): Promise<void> => {
  const { subscriberId, sessionId } = booking;
  await commit(redis, [
    { subscriberId, sessionId, decide: (kept, version) => beginAnew(kept, booking, version) },
  ]);
};
