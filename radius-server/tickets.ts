import type { Keyring } from "#access/runtime/keyring";
import { NONE, slotsOf } from "#access/runtime/slots";
import { readTicket, TICKET_OCTETS, type Ticket, ticketText } from "#access/session/ticket";

/** Writes and reads the tickets that Class attributes carry. */
export type Tickets = {
  /** the value of a Class attribute for a session */
  readonly write: (ticket: Ticket) => Uint8Array;
  /** the ticket in a Class attribute; `undefined` for anything we did not sign */
  readonly read: (value: Uint8Array) => Ticket | undefined;
};

/** How many tickets are remembered: of as many sessions as one server has running; each takes about 200 octets. */
const REMEMBERED = 16_384;

/** Six characters of its signature are chance enough to find a ticket by. */
const hashOf = (value: Uint8Array): number => {
  let hash = 0;
  for (let at = TICKET_OCTETS - 6; at < TICKET_OCTETS; at += 1) hash = Math.imul(hash, 67) + value[at]!;
  return hash >>> 0;
};

/**
 * Remembers tickets that were ours: a session's comes back with each of its reports, and proving it anew costs more than
 * all else that is read of a report.
 */
export const ticketsOf = (keyring: Keyring): Tickets => {
  const slots = slotsOf(REMEMBERED);
  const values = new Uint8Array(REMEMBERED * TICKET_OCTETS);
  const tickets: Ticket[] = [];

  const isIn = (slot: number, value: Uint8Array): boolean => {
    const from = slot * TICKET_OCTETS;
    // from its end, where no two are alike
    for (let at = TICKET_OCTETS - 1; at >= 0; at -= 1) if (values[from + at] !== value[at]) return false;
    return true;
  };
  const known = (value: Uint8Array): Ticket | undefined => {
    if (value.length !== TICKET_OCTETS) return undefined;
    let slot = slots.first(hashOf(value));
    while (slot !== NONE && !isIn(slot, value)) slot = slots.next(slot);
    return slot === NONE ? undefined : tickets[slot];
  };
  const remember = (value: Uint8Array, ticket: Ticket): void => {
    const slot = slots.take(hashOf(value));
    values.set(value, slot * TICKET_OCTETS);
    tickets[slot] = ticket;
  };

  return {
    write: (ticket) => {
      const value = Buffer.from(ticketText(keyring, ticket), "latin1");
      if (!known(value)) remember(value, ticket);
      return value;
    },
    read: (value) => {
      const remembered = known(value);
      if (remembered) return remembered;
      const ticket = readTicket(keyring, value);
      if (ticket) remember(value, ticket);
      return ticket;
    },
  };
};
