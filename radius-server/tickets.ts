import type { Keyring } from "#access/runtime/keyring";
import { readTicket, type Ticket } from "#access/session/ticket";

/** How many tickets are remembered: of as many sessions as one server has running; each takes about 200 octets. */
const REMEMBERED = 16_384;

/**
 * Reads the tickets in Class attributes, and remembers those that were ours: a session's comes back with each of its
 * reports, and proving it anew costs more than all else that is read of a report.
 */
export const ticketReader = (keyring: Keyring): ((value: Uint8Array) => Ticket | undefined) => {
  const known = new Map<string, Ticket>();
  return (value) => {
    const text = Buffer.from(value.buffer, value.byteOffset, value.length).toString("latin1");
    const remembered = known.get(text);
    if (remembered) return remembered;
    const ticket = readTicket(keyring, value);
    if (!ticket) return undefined;
    if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
    known.set(text, ticket);
    return ticket;
  };
};
