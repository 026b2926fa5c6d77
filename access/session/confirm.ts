import { THING_ANCHOR_DAY } from "../device/thing.ts";
import { type Calendar, periodsAt } from "../quota/period.ts";
import type { World } from "../runtime/world.ts";
import { zoneOf } from "../site/store.ts";
import { readPerson } from "../subscriber/live.ts";
import { account } from "./account-live.ts";
import type { Booking } from "./booking.ts";
import { readSession } from "./live.ts";
import type { LiveSession } from "./packed.ts";
import { refill } from "./refill.ts";
import type { SessionRef } from "./ticket.ts";

/** Octets charged by a confirmation, up and down. */
export type Confirmed = { readonly up: number; readonly down: number };

/** A booking that reports nothing, at the instant the session was last heard; the periods are its own. */
const bookingOf = (session: LiveSession, calendar: Calendar): Booking => {
  const { day, week, month } = periodsAt(session.heardAt, calendar);
  return {
    ...session,
    ...calendar,
    kind: "confirm",
    up: null,
    down: null,
    seconds: null,
    eventAt: session.heardAt,
    stamped: false,
    gigawords: false,
    receivedAt: session.heardAt,
    dayStartsAt: day.startsAt,
    weekStartsAt: week.startsAt,
    monthStartsAt: month.startsAt,
    cause: "",
    liveUntil: session.heardAt,
  };
};

/** By whose calendar a session is charged: its person's, where it is. */
const calendarOf = async (
  { database, redis }: World,
  { subscriberId, siteId }: LiveSession,
): Promise<Calendar> => {
  const person = await readPerson(redis, subscriberId);
  return { zone: await zoneOf(database, siteId), anchorDay: person?.anchorDay ?? THING_ANCHOR_DAY };
};

/**
 * Charges what was withheld of a session because no link could have carried it, after somebody has said that it is
 * true; to the periods of the session's latest report. A second confirmation charges nothing.
 *
 * @returns what was charged; `undefined` when the session is not known any more (a day after its end)
 */
export const confirmWithheld = async (world: World, ref: SessionRef): Promise<Confirmed | undefined> => {
  await refill(world, [ref.subscriberId]);
  const before = await readSession(world.redis, ref);
  if (!before) return undefined;
  const [booked] = await account(world.redis, [bookingOf(before, await calendarOf(world, before))]);
  if (booked?.kind !== "ok") return undefined;
  const after = await readSession(world.redis, ref);
  return after && { up: after.up - before.up, down: after.down - before.down };
};
