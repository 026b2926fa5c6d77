import type { Acknowledged } from "./order.ts";
import type { Session } from "./session.ts";

/** Everybody who is online with one server, and what it acknowledged. */
export type Guests = {
  /** sessions that stay, for interim reports */
  readonly kept: Session[];
  /** sessions a login opened and nobody closed */
  readonly left: Session[];
  /** the server said yes to what the session asked */
  readonly acknowledge: (session: Session) => void;
  readonly acknowledged: () => Acknowledged;
};

/** Nobody is online yet. */
export const noGuests = (): Guests => {
  let sessions = 0;
  let up = 0;
  let down = 0;
  return {
    kept: [],
    left: [],
    acknowledge: (session) => {
      if (session.kind === "login") {
        sessions += 1;
        return;
      }
      up += session.up - session.acknowledgedUp;
      down += session.down - session.acknowledgedDown;
      session.acknowledgedUp = session.up;
      session.acknowledgedDown = session.down;
    },
    acknowledged: () => ({ sessions, up, down }),
  };
};
