import type { NasTable } from "#access/nas/table";
import type { PlanTable } from "#access/plan/table";
import type { World } from "#access/runtime/world";
import type { Booked, Booking } from "#access/session/live";

/** What the handlers of one RADIUS server stand on. */
export type Server = {
  readonly world: World;
  readonly nasTable: NasTable;
  readonly planTable: PlanTable;
  /** counts a report together with all others of this turn */
  readonly book: (booking: Booking) => Promise<Booked>;
};
