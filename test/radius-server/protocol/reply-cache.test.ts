import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replyCache } from "#radius-server/protocol/reply-cache";
import { replyRing } from "#radius-server/protocol/reply-ring";
import { datagram, packetIn } from "./datagrams.ts";

const NOON = 1_790_000_000_000;
const SECOND = 1000;
const nas = { address: "10.0.0.1", port: 40_000, socket: 0 };
const asked = (identifier: number, authenticator = 1) =>
  packetIn(datagram(1, [], { identifier, authenticator: Buffer.alloc(16, authenticator) }));
const first = asked(7);
const accept = Buffer.from("an accept");

describe("a reply cache", () => {
  it("says that a request is new, and from then on that it is in work (row 43, RFC 5080 section 2.2.2)", () => {
    const cache = replyCache();
    expect(cache.look(nas, first, NOON)).toBe("new");
    expect(cache.look(nas, first, NOON)).toBe("in-work");
  });

  it("gives the first reply to a repeat (row 42)", () => {
    const cache = replyCache();
    cache.look(nas, first, NOON);
    cache.answer(nas, first, accept, NOON + SECOND);
    expect(cache.look(nas, first, NOON + 3 * SECOND)).toEqual(new Uint8Array(accept));
    expect(cache.look(nas, first, NOON + 6 * SECOND)).toEqual(new Uint8Array(accept));
  });

  it("takes the same identifier with another authenticator for a new request (row 44)", () => {
    const cache = replyCache();
    cache.look(nas, first, NOON);
    cache.answer(nas, first, accept, NOON);
    expect(cache.look(nas, asked(7, 2), NOON)).toBe("new");
    expect(cache.look(nas, first, NOON)).toBe("new");
  });

  it("does not give a late reply to the request that took its place (row 44)", () => {
    const cache = replyCache();
    const newer = asked(7, 2);
    cache.look(nas, first, NOON);
    cache.look(nas, newer, NOON);
    cache.answer(nas, first, accept, NOON);
    cache.forget(nas, first);
    expect(cache.look(nas, newer, NOON)).toBe("in-work");
  });

  it.each([
    ["address", { ...nas, address: "10.0.0.2" }],
    ["port", { ...nas, port: 40_001 }],
    ["receiving socket", { ...nas, socket: 1 }],
  ])("keeps requests apart by their %s", (_, other) => {
    const cache = replyCache();
    cache.look(nas, first, NOON);
    cache.answer(nas, first, accept, NOON);
    expect(cache.look(other, first, NOON)).toBe("new");
    expect(cache.look(nas, first, NOON)).toEqual(new Uint8Array(accept));
  });

  it("keeps requests apart that fall together in its table", () => {
    const addresses = Array.from({ length: 16 }, (_, index) => ({ ...nas, address: `10.0.1.${index}` }));
    const sockets = Array.from({ length: 16 }, (_, index) => ({ ...nas, socket: index + 1 }));
    for (const other of [...addresses, ...sockets]) {
      const cache = replyCache({ capacity: 2 });
      cache.look(nas, first, NOON);
      expect(cache.look(other, first, NOON)).toBe("new");
    }
  });

  it("forgets a reply when its life is over, counted from the reply", () => {
    const cache = replyCache({ lifeSeconds: 10 });
    cache.look(nas, first, NOON);
    cache.answer(nas, first, accept, NOON + 2 * SECOND);
    expect(cache.look(nas, first, NOON + 12 * SECOND - 1)).toEqual(new Uint8Array(accept));
    expect(cache.look(nas, first, NOON + 12 * SECOND)).toBe("new");
  });

  it("tries a request afresh that was given up, or was never answered", () => {
    const cache = replyCache({ lifeSeconds: 10 });
    cache.look(nas, first, NOON);
    cache.forget(nas, first);
    expect(cache.look(nas, first, NOON)).toBe("new");
    expect(cache.look(nas, first, NOON + 10 * SECOND)).toBe("new");
  });

  it("lets the oldest request make room", () => {
    const cache = replyCache({ capacity: 4 });
    for (const identifier of [0, 1, 2, 3, 4]) cache.look(nas, asked(identifier), NOON);
    expect([1, 2, 3, 4].map((identifier) => cache.look(nas, asked(identifier), NOON))).toEqual(
      Array(4).fill("in-work"),
    );
    expect(cache.look(nas, asked(0), NOON)).toBe("new");
  });

  it("tries a request afresh whose reply was overwritten by newer ones", () => {
    const cache = replyCache({ replyOctets: 4096 });
    const long = Buffer.alloc(3000, 1);
    for (const identifier of [0, 1]) {
      cache.look(nas, asked(identifier), NOON);
      cache.answer(nas, asked(identifier), long, NOON);
    }
    expect(cache.look(nas, asked(1), NOON)).toEqual(new Uint8Array(long));
    expect(cache.look(nas, asked(0), NOON)).toBe("new");
  });

  it("gives a copy that later replies do not write over", () => {
    const cache = replyCache({ replyOctets: 4096 });
    cache.look(nas, first, NOON);
    cache.answer(nas, first, accept, NOON);
    const repeat = cache.look(nas, first, NOON);
    cache.look(nas, asked(8), NOON);
    cache.answer(nas, asked(8), Buffer.alloc(4096, 9), NOON);
    expect(repeat).toEqual(new Uint8Array(accept));
  });

  it("behaves like a plain map over any course of events, while there is room", () => {
    const event = fc.record({
      act: fc.constantFrom("look", "answer", "forget"),
      identifier: fc.nat(3),
      authenticator: fc.nat(1),
      port: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer(), (events, seed) => {
        const cache = replyCache({ capacity: 16, seed });
        const model = new Map<string, { authenticator: number; known: string }>();
        events.forEach(({ act, identifier, authenticator, port }, index) => {
          const [source, packet, key] = [
            { ...nas, port },
            asked(identifier, authenticator),
            `${port} ${identifier}`,
          ];
          const entry = model.get(key);
          const same = entry?.authenticator === authenticator ? entry : undefined;
          if (act === "look") {
            const known = cache.look(source, packet, NOON);
            expect(typeof known === "string" ? known : Buffer.from(known).toString()).toBe(
              same?.known ?? "new",
            );
            if (!same) model.set(key, { authenticator, known: "in-work" });
          } else if (act === "answer") {
            cache.answer(source, packet, Buffer.from(`reply ${index}`), NOON);
            if (same) model.set(key, { authenticator, known: `reply ${index}` });
          } else {
            cache.forget(source, packet);
            if (same) model.delete(key);
          }
        });
      }),
    );
  });

  it("stays right while requests push one another out", () => {
    const cache = replyCache({ capacity: 8, replyOctets: 4096 });
    for (let round = 0; round < 5000; round += 1) {
      const source = { ...nas, port: round % 50_000 };
      expect(cache.look(source, first, NOON)).toBe("new");
      cache.answer(source, first, Buffer.from(`reply ${round}`), NOON);
      const known = cache.look(source, first, NOON);
      expect(Buffer.from(known as Uint8Array).toString()).toBe(`reply ${round}`);
    }
  });
});

describe("a ring of replies", () => {
  it("gives back what it still holds and nothing else", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 100 }), { maxLength: 50 }), (lengths) => {
        const ring = replyRing(256);
        const kept: { position: number; octets: Buffer }[] = [];
        lengths.forEach((length, index) => {
          const octets = Buffer.alloc(length, index);
          kept.push({ position: ring.keep(octets), octets });
          kept.forEach(({ position, octets: expected }) => {
            const found = ring.read(position, expected.length);
            if (found) expect(Buffer.from(found)).toEqual(expected);
          });
          expect(ring.read(kept.at(-1)!.position, length)).toBeDefined();
        });
      }),
    );
  });
});
