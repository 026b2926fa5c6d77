import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { periodsAt } from "#access/quota/period";
import type { World } from "#access/runtime/world";
import { account } from "#access/session/account-live";
import type { Booked, Booking } from "#access/session/booking";
import { counted } from "#access/session/count";
import type { LiveSession } from "#access/session/packed";
import { readPerson } from "#access/subscriber/live";
import type { Client } from "./letter.ts";

const bookAlone =
  ({ redis }: World) =>
  async (booking: Booking): Promise<Booked> =>
    (await account(redis, [booking]))[0] ?? { kind: "error", reason: "no answer" };

const bookingOf = (
  { settings }: World,
  nas: Nas,
  session: LiveSession,
  { up, down, seconds }: Client,
  anchorDay: number,
  receivedAt: number,
): Omit<Booking, "kind" | "cause"> => {
  const { day, week, month } = periodsAt(receivedAt, { zone: nas.zone, anchorDay });
  return {
    ...session,
    ...{ up, down, seconds, anchorDay, receivedAt, eventAt: receivedAt, zone: nas.zone },
    stamped: false,
    gigawords: true, // counters of 64 bits
    dayStartsAt: day.startsAt,
    weekStartsAt: week.startsAt,
    monthStartsAt: month.startsAt,
    liveUntil: receivedAt + (3 * nas.interimSeconds + 30) * 1000,
    fastest: ((nas.fastestKbps ?? settings.FASTEST_SESSION_MBPS * 1000) * 1000) / 8,
  };
};

/**
 * Counts what a gateway says a device used, by the same marks as an accounting report.
 *
 * @param cause  why the session ended; empty while it goes on
 * @throws when it cannot be counted now; the gateway tells it again
 */
export const count = async (
  world: World,
  nas: Nas,
  session: LiveSession,
  client: Client,
  cause: string,
): Promise<void> => {
  const { subscriberId } = session;
  const person = await readPerson(world.redis, subscriberId);
  const going = session.seconds === 0 ? "start" : "interim";
  const booking: Booking = {
    ...bookingOf(world, nas, session, client, person?.anchorDay ?? 1, world.now()),
    kind: cause === "" ? going : "stop",
    cause,
  };
  const { doubt } = await counted(world, bookAlone(world), booking);
  if (doubt === "octets") recordFault(world, { nasId: nas.id, source: "", reason: "rate-impossible" });
};
