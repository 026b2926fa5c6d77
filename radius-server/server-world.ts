import type { GrantOfPerson } from "#access/grant/live";
import type { NasTable } from "#access/nas/table";
import type { PlanTable } from "#access/plan/table";
import type { World } from "#access/runtime/world";
import type { Booked, Booking } from "#access/session/booking";
import type { OpenSession } from "#access/session/find-store";
import type { Opened, Opening } from "#access/session/opening";
import type { Tickets } from "./tickets.ts";

/** What is asked of Redis for many packets at once: each call goes together with all others of this turn. */
export type Together = {
  /** counts a report */
  readonly book: (booking: Booking) => Promise<Booked>;
  /** opens a session */
  readonly open: (opening: Opening) => Promise<Opened>;
  /** the grant of a login id of ours and the person it is for; `undefined` when there is none, or it is over */
  readonly grantOf: (loginId: string) => Promise<GrantOfPerson | undefined>;
  /** what began at a NAS of which PostgreSQL may not know yet */
  readonly unstoredAt: (nasId: number) => Promise<readonly OpenSession[]>;
};

/** What the handlers of one RADIUS server stand on. */
export type Server = Together & {
  readonly world: World;
  readonly nasTable: NasTable;
  readonly planTable: PlanTable;
  readonly tickets: Tickets;
};
