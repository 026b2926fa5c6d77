import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import type { Packet } from "#radius-server/protocol/packet";
import type { Acknowledged } from "./order.ts";
import type { Kind } from "./packets.ts";
import type { Session } from "./session.ts";

/** One request of one session. */
export type Step = { readonly session: Session; readonly kind: Kind };

/** Everybody who is online with one server, and what it acknowledged. */
export type Guests = {
  /** sessions that stay, for interim reports */
  readonly kept: Session[];
  /** sessions a login opened and nobody closed */
  readonly left: Session[];
  /** takes what an answer means: a ticket, or octets acknowledged */
  readonly answered: (step: Step, reply: Packet) => void;
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
    answered: ({ session, kind }, reply) => {
      if (kind === "login") {
        sessions += 1;
        session.ticket = reply.octets(ATTRIBUTE["Class"])?.slice();
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
