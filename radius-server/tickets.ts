import type { Keyring } from "#access/runtime/keyring";
import { readTicket, type Ticket, ticketText } from "#access/session/ticket";

/** Writes and reads the tickets that Class attributes carry. */
export type Tickets = {
  /** the text of a Class attribute for a session */
  readonly write: (ticket: Ticket) => string;
  /** the ticket in a Class attribute; `undefined` for anything we did not sign */
  readonly read: (value: Uint8Array) => Ticket | undefined;
};

/** How many tickets are remembered: of as many sessions as one server has running; each takes about 250 octets. */
const REMEMBERED = 16_384;

/**
 * Remembers tickets that were ours: a session's comes back with each of its reports, and proving it anew costs more than
 * all else that is read of a report.
 */
export const ticketsOf = (keyring: Keyring): Tickets => {
  const known = new Map<string, Ticket>();
  // Whoever came first makes room. Not the first key of the map: to find it, a map walks over all that were deleted.
  const texts = Array.from({ length: REMEMBERED }, () => "");
  let next = 0;
  const remember = (text: string, ticket: Ticket): void => {
    known.delete(texts[next]!);
    texts[next] = text;
    known.set(text, ticket);
    next = (next + 1) % REMEMBERED;
  };
  return {
    write: (ticket) => {
      const text = ticketText(keyring, ticket);
      if (!known.has(text)) remember(text, ticket);
      return text;
    },
    read: (value) => {
      const text = Buffer.from(value.buffer, value.byteOffset, value.length).toString("latin1");
      const remembered = known.get(text);
      if (remembered) return remembered;
      const ticket = readTicket(keyring, value);
      if (ticket) remember(text, ticket);
      return ticket;
    },
  };
};
