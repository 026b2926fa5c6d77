import { type GrantOfPerson, readGrants, tagOfLoginId } from "#access/grant/live";
import { ledgerOf } from "#access/ledger/live";
import { gathering } from "#access/redis/gathering";
import { gatheringBySlot } from "#access/redis/gathering-by-slot";
import { tagOf } from "#access/redis/keys";
import { untilReplicated } from "#access/redis/replicas";
import { Failure } from "#access/runtime/failure";
import type { World } from "#access/runtime/world";
import { account } from "#access/session/account-live";
import type { Booked, Booking } from "#access/session/booking";
import type { OpenSession } from "#access/session/find-store";
import { open } from "#access/session/open-live";
import type { Opened, Opening } from "#access/session/opening";
import { type Remembered, remembering } from "#access/session/remembered";
import type { SessionRef } from "#access/session/ticket";
import { unstoredSessions } from "#access/session/unstored";
import type { Together } from "./server-world.ts";

/** More in one call would keep Redis from others for too long. */
const MOST_IN_A_CALL = 64;

/** NAS for which the ledger is read at once. */
const MOST_NAS = 1_000;

const tagOfRef = ({ subscriberId }: SessionRef): number => tagOf(subscriberId);

/** Counts reports; they count as kept once as many replicas have them as the settings ask. */
const bookSlot = async (
  { redis, settings }: World,
  bookings: readonly Booking[],
  remembered: Remembered,
): Promise<readonly Booked[]> => {
  const booked = await account(redis, bookings, remembered);
  const [first] = bookings;
  if (first && settings.REDIS_REPLICAS > 0) {
    await untilReplicated(redis, ledgerOf(redis, tagOfRef(first)), settings.REDIS_REPLICAS);
  }
  return booked;
};

/** Reads grants; one that cannot be read, or whose person cannot, fails nobody else's login. */
const grantReader = ({ redis }: World): Together["grantOf"] => {
  const read = gatheringBySlot<string, GrantOfPerson | undefined | Failure>(
    redis,
    MOST_IN_A_CALL,
    (loginId) => tagOfLoginId(loginId) ?? 0,
    (loginIds) => readGrants(redis, loginIds),
  );
  return async (loginId) => {
    const found = await read(loginId);
    if (found instanceof Failure) throw found;
    return found;
  };
};

/** Asks Redis once for whatever many packets want of it. */
export const together = (world: World): Together => {
  const remembered = remembering();
  return {
    book: gatheringBySlot<Booking, Booked>(world.redis, MOST_IN_A_CALL, tagOfRef, (bookings) =>
      bookSlot(world, bookings, remembered),
    ),
    open: gatheringBySlot<Opening, Opened>(world.redis, MOST_IN_A_CALL, tagOfRef, (openings) =>
      open(world.redis, openings, remembered),
    ),
    grantOf: grantReader(world),
    // After a power cut hundreds of NAS say at once that they restarted: the ledger is read once for all that wait.
    unstoredAt: gathering<number, readonly OpenSession[]>(MOST_NAS, (nasIds) =>
      unstoredSessions(world.redis, nasIds),
    ),
  };
};
