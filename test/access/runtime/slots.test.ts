import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NONE, type Slots, slotsOf } from "#access/runtime/slots";

const slotsUnder = (slots: Slots, hash: number): number[] => {
  const found: number[] = [];
  for (let slot = slots.first(hash); slot !== NONE; slot = slots.next(slot)) found.push(slot);
  return found;
};

describe("slots found by a hash", () => {
  it("are none before one is taken", () => {
    expect(slotsUnder(slotsOf(4), 2 ** 32 - 1)).toEqual([]);
  });

  it("are found under what they were taken for last, whatever came and went", () => {
    const capacity = 5;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (hashes) => {
        const slots = slotsOf(capacity);
        const taken = hashes.map((hash) => ({ hash, slot: slots.take(hash) }));
        const last = taken.slice(-capacity);
        expect(new Set(last.map(({ slot }) => slot)).size).toBe(last.length);
        for (const { hash } of taken) {
          const together = last.filter((one) => one.hash % capacity === hash % capacity);
          expect(slotsUnder(slots, hash)).toEqual(together.map(({ slot }) => slot).reverse());
        }
      }),
      { seed: 1 },
    );
  });
});
