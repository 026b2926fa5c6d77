import { ledgerOf } from "../ledger/live.ts";
import { usedIn } from "../quota/live.ts";
import { totalsIn } from "../quota/totals.ts";
import { tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { runPacked, scriptBeside } from "../redis/script.ts";
import { liveSubscriber } from "../subscriber/live.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { namesOf } from "./names.ts";

const ACCOUNT = scriptBeside(import.meta.url, "./account.lua");

const seconds = (instant: number): number => Math.floor(instant / 1000);

/** The 19 values `account.lua` takes of a report. */
const put = (values: unknown[], booking: Booking): void => {
  values.push(
    booking.kind,
    booking.subscriberId,
    booking.sessionId,
    booking.nasSessionId,
    booking.address,
    booking.up ?? -1,
    booking.down ?? -1,
    booking.seconds ?? -1,
    booking.eventAt,
    booking.stamped,
    booking.gigawords,
    booking.receivedAt,
    seconds(booking.dayStartsAt),
    seconds(booking.weekStartsAt),
    seconds(booking.monthStartsAt),
    booking.cause,
    booking.liveUntil,
    booking.saidAt ?? -1,
    booking.fastest ?? 0,
  );
};

/** How many values `account.lua` answers a counted report with, the person's left aside. */
const HEAD = 10;

const countedAt = (values: readonly unknown[], at: number, booking: Booking): Counted => {
  const subscriber = liveSubscriber(values, at + HEAD);
  const totals = totalsIn(values, at + HEAD);
  return {
    subscriber,
    changed: values[at + 1] as boolean,
    profile: values[at + 2] as string,
    session: {
      up: values[at + 3] as number,
      down: values[at + 4] as number,
      seconds: values[at + 5] as number,
    },
    day: usedIn(totals, "day", booking.dayStartsAt),
    week: usedIn(totals, "week", booking.weekStartsAt),
    month: usedIn(totals, "month", booking.monthStartsAt),
    once: usedIn(totals, "once", subscriber?.planSince ?? 0),
    wish: values[at + 6] as string,
    ended: values[at + 7] !== 0,
    doubt: values[at + 8] as Counted["doubt"],
  };
};

const bookedIn = (values: readonly unknown[], bookings: readonly Booking[]): Booked[] => {
  let at = 0;
  return bookings.map((booking): Booked => {
    const from = at;
    const kind = values[from] as Booked["kind"];
    at += kind === "ok" ? HEAD + (values[from + 9] as number) : kind === "error" ? 2 : 1;
    if (kind === "ok") return { kind, counted: countedAt(values, from, booking) };
    return kind === "error" ? { kind, reason: String(values[from + 1]) } : { kind };
  });
};

/** Counts reports in one call; each is answered on its own, in order. On a cluster all must be of one hash tag. */
export const account = async (redis: RedisClient, bookings: readonly Booking[]): Promise<Booked[]> => {
  const [first] = bookings;
  if (!first) return [];
  const names = namesOf(bookings);
  names.push(ledgerOf(redis, tagOf(first.subscriberId)));
  const values: unknown[] = [];
  for (const booking of bookings) put(values, booking);
  return bookedIn(await runPacked(redis, ACCOUNT, names, values), bookings);
};
