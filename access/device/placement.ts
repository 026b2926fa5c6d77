import type { LiveSession } from "../session/packed.ts";
import type { SessionRef } from "../session/ticket.ts";
import type { Place, Thing } from "./thing.ts";

/** What a thing can be caught at: to log in where it does not belong, or at two NAS at once. */
export type AlarmKind = "elsewhere" | "twice";

/** How a thing that logs in is taken. */
export type Placement = {
  readonly alarms: readonly AlarmKind[];
  /** whether it may only be let where it can do no harm */
  readonly quarantined: boolean;
  /** its sessions at other NAS that must log in again, to be judged anew */
  readonly toEnd: readonly SessionRef[];
};

type Session = SessionRef & Pick<LiveSession, "nasId" | "profile">;

/** The profile of a session in quarantine. */
export const QUARANTINE = "quarantine";

const agrees = (demanded: string | null, said: string | null): boolean =>
  demanded === null || demanded.toLowerCase() === said?.toLowerCase();

/** Whether a place is where a thing is pinned to; what a NAS does not say agrees with nothing. */
const isAt = (pin: Place | null, place: Place): boolean =>
  pin === null ||
  (pin.nasId === place.nasId &&
    agrees(pin.nasPortId, place.nasPortId) &&
    agrees(pin.calledStationId, place.calledStationId));

/**
 * Judges where a thing logs in; pure.
 *
 * An address is easily copied. One that is pinned keeps its VLAN at its own place whatever happens elsewhere: whoever
 * copies it must not be able to darken a camera. Where nothing says which of two is the true one, neither is trusted.
 *
 * @param live        its sessions that go on
 * @param wasDoubled  whether an alarm that it was seen twice still stands
 */
export const placementOf = (
  thing: Pick<Thing, "pin">,
  place: Place,
  live: readonly Session[],
  wasDoubled: boolean,
): Placement => {
  const isHome = isAt(thing.pin, place);
  const others = live.filter(({ nasId }) => nasId !== place.nasId);
  const isTwice = others.length > 0;
  const alarms: AlarmKind[] = [];
  if (!isHome) alarms.push("elsewhere");
  if (isTwice) alarms.push("twice");
  return {
    alarms,
    quarantined: !isHome || (thing.pin === null && (isTwice || wasDoubled)),
    toEnd: others.filter(({ nasId, profile }) => profile !== QUARANTINE && nasId !== thing.pin?.nasId),
  };
};
