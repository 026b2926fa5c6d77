import { periodsAt } from "#access/quota/period";
import type { World } from "#access/runtime/world";
import { account } from "#access/session/account-live";
import type { Booking } from "#access/session/booking";
import { readSession } from "#access/session/live";
import type { SessionRef } from "#access/session/ticket";

const DAY_MS = 86_400_000;
const FASTEST = 250_000_000;

/**
 * Counts one report of a session as a RADIUS server would, at a link of 2 Gbit/s.
 *
 * @param said  running totals, octets, and what kind of report it is
 */
export const report = async (
  world: World,
  ref: SessionRef,
  said: Pick<Booking, "up" | "down" | "seconds"> & Partial<Pick<Booking, "kind">>,
): Promise<void> => {
  const session = await readSession(world.redis, ref);
  if (!session) throw new Error(`no session ${ref.sessionId}`);
  const at = world.now();
  const { day, week, month } = periodsAt(at, { zone: "Asia/Ho_Chi_Minh", anchorDay: 1 });
  const kind = said.kind ?? "interim";
  const [booked] = await account(world.redis, [
    {
      ...session,
      ...{ eventAt: at, receivedAt: at, liveUntil: at + DAY_MS, stamped: true, gigawords: true },
      ...{ dayStartsAt: day.startsAt, weekStartsAt: week.startsAt, monthStartsAt: month.startsAt },
      ...{ anchorDay: 1, zone: "Asia/Ho_Chi_Minh", fastest: FASTEST },
      ...{ ...said, kind, cause: kind === "stop" ? "User-Request" : "" },
    },
  ]);
  if (booked?.kind !== "ok") throw new Error(`not counted: ${JSON.stringify(booked)}`);
};
