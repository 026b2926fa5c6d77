import { slowKbps } from "#access/admission/slow";
import type { Nas } from "#access/nas/nas";
import type { Booking, Counted } from "#access/session/booking";
import { forgetPace, heedPace } from "#access/session/heed-pace";
import { VENDORS } from "#access/vendors/vendors";
import type { Server } from "./server-world.ts";

type Report = { readonly booking: Booking; readonly counted: Counted };

const isSlow = ({ profile, wish, ended }: Counted): boolean => profile === "slow" && wish === "" && !ended;

/** The slow speed its NAS was told, kbit/s down and up together; null where it was told none, or a role of its own speed. */
const toldKbps = (
  { world, planTable }: Pick<Server, "world" | "planTable">,
  { kind, siteChain }: Nas,
  { booking, counted }: Report,
): number | null => {
  const plan = counted.subscriber && planTable.byId(counted.subscriber.planId);
  if (!plan || VENDORS[kind].cannot.includes("speed")) return null;
  return slowKbps(planTable.overrides(), plan, siteChain, [booking.startedAt, world.now()]);
};

/**
 * Heeds how fast a slowed session goes by a report of it; of any other there is nothing to do.
 *
 * @param isAsWished  whether nothing else followed from the report
 */
export const heedSlow = (
  server: Pick<Server, "world" | "planTable">,
  nas: Nas,
  report: Report,
  isAsWished: boolean,
): Promise<void> | undefined => {
  const { booking, counted } = report;
  const kbps = isAsWished && isSlow(counted) ? toldKbps(server, nas, report) : null;
  if (kbps === null) {
    forgetPace(server.world, booking.sessionId);
    return undefined;
  }
  const { up, down } = counted.session;
  return heedPace(server.world, nas.id, booking, { octets: up + down, at: booking.eventAt }, kbps);
};
