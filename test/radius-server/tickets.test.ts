import { beforeEach, describe, expect, it } from "vitest";
import { type Keyring, keyringOf } from "#access/runtime/keyring";
import type { Ticket } from "#access/session/ticket";
import { type Tickets, ticketsOf } from "#radius-server/tickets";
import { BEGINNING } from "../setup/stores.ts";

const ticketOf = (subscriberId: number): Ticket => ({
  subscriberId,
  sessionId: subscriberId.toString(16).padStart(16, "0"),
  startedAt: BEGINNING,
  anchorDay: 1,
});

describe("tickets a server remembers", () => {
  let signed: number;
  let tickets: Tickets;
  beforeEach(() => {
    const keyring = keyringOf("a-secret-of-the-tests-only-0123456789abcdef");
    signed = 0;
    const counting: Keyring = {
      ...keyring,
      blind: (...asked) => {
        signed += 1;
        return keyring.blind(...asked);
      },
    };
    tickets = ticketsOf(counting);
  });

  it("are read without proving them again, those that were written and those that were read", () => {
    const written = tickets.write(ticketOf(1));
    const foreign = ticketsOf(keyringOf("a-secret-of-the-tests-only-0123456789abcdef")).write(ticketOf(2));
    expect(tickets.read(foreign)).toEqual(ticketOf(2));
    signed = 0;
    expect([tickets.read(written), tickets.read(foreign)]).toEqual([ticketOf(1), ticketOf(2)]);
    expect(signed).toBe(0);
  });

  it("are those alone that were signed, octet by octet", () => {
    const written = tickets.write(ticketOf(1));
    for (let at = 0; at < written.length; at += 1) {
      const forged = Buffer.from(written);
      forged[at] = forged[at]! ^ 1;
      expect(tickets.read(forged)).toBeUndefined();
    }
    for (const length of [0, 46, 48, 253]) expect(tickets.read(Buffer.alloc(length, "h"))).toBeUndefined();
    expect(tickets.read(written)).toEqual(ticketOf(1));
  });

  it("are proved anew where so many came after that they are forgotten", () => {
    const first = tickets.write(ticketOf(1));
    for (let id = 2; id <= 16_385; id += 1) tickets.write(ticketOf(id));
    signed = 0;
    expect(tickets.read(first)).toEqual(ticketOf(1));
    expect(signed).toBe(1);
  });
});
