import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyringOf } from "#access/runtime/keyring";
import { memberOf, readTicket, refOf, type Ticket, ticketText } from "#access/session/ticket";
import { BEGINNING } from "../../setup/stores.ts";

const keyring = keyringOf("a-secret-of-the-tests-only-0123456789abcdef");
const foreign = keyringOf("another-secret-of-the-tests-0123456789abcde");
const ticket: Ticket = {
  subscriberId: 77,
  sessionId: "00000000000000a1",
  startedAt: BEGINNING,
  anchorDay: 31,
};
const octets = (text: string): Buffer => Buffer.from(text, "latin1");
const written = octets(ticketText(keyring, ticket));

describe("a ticket in the Class attribute (RFC 2865 section 5.25)", () => {
  it("comes back as it was written", () => {
    expect(readTicket(keyring, written)).toEqual(ticket);
  });

  it("is 47 octets of printable ASCII, whatever it says", () => {
    const anyTicket = fc.record({
      subscriberId: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      sessionId: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((id) => Buffer.from(id).toString("hex")),
      startedAt: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      anchorDay: fc.integer({ min: 1, max: 31 }),
      led: fc.constantFrom({}, { isLed: true }),
    });
    fc.assert(
      fc.property(anyTicket, ({ led, ...plain }) => {
        const each = { ...plain, ...led };
        const text = ticketText(keyring, each);
        expect(text).toMatch(/^[\x21-\x7e]{47}$/);
        expect(readTicket(keyring, octets(text))).toEqual(each);
      }),
    );
  });

  it("is none when another house signed it", () => {
    expect(readTicket(keyring, octets(ticketText(foreign, ticket)))).toBeUndefined();
  });

  it("is none when one octet of it was forged", () => {
    for (let at = 0; at < written.length; at += 1) {
      const forged = Buffer.from(written);
      forged[at] = written[at] === 65 ? 66 : 65;
      expect(readTicket(keyring, forged)).toBeUndefined();
    }
  });

  it("is none when it was cut or lengthened", () => {
    for (let length = 0; length < written.length; length += 1)
      expect(readTicket(keyring, written.subarray(0, length))).toBeUndefined();
    expect(readTicket(keyring, Buffer.concat([written, octets("AAAA")]))).toBeUndefined();
  });

  it("is none in any other octets, and reading them never throws", () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 253 }),
      fc.uint8Array({ maxLength: 250 }).map((rest) => Buffer.concat([octets("h1."), rest])),
    );
    fc.assert(fc.property(anything, (value) => readTicket(keyring, value) === undefined));
  });
});

describe("the name of a session in Redis", () => {
  it("comes back as it was written", () => {
    const ref = { subscriberId: 77, sessionId: "00000000000000a1" };
    expect(refOf(memberOf(ref))).toEqual(ref);
  });

  it("is none in any other text", () => {
    for (const text of [
      "",
      ":",
      "77",
      "77:",
      "x:00000000000000a1",
      "77:00000000000000A1",
      "1.5:00000000000000a1",
    ])
      expect(refOf(text)).toBeUndefined();
  });
});
