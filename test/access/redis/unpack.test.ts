import fc from "fast-check";
import { Packr } from "msgpackr";
import { describe, expect, it } from "vitest";
import { packValues } from "#access/redis/pack";
import { unpacking, unpackValues } from "#access/redis/unpack";

const packr = new Packr({ useRecords: false });

/** What is read of octets, or the fault. */
const readOf = (octets: Uint8Array): unknown => {
  try {
    return unpackValues(Buffer.from(octets));
  } catch (fault) {
    return fault;
  }
};

describe("packed values", () => {
  it("are read as another's codec writes them", () => {
    const value = fc.letrec((tie) => ({
      one: fc.oneof(
        fc.maxSafeInteger(),
        fc.integer({ min: -40_000, max: 70_000 }),
        fc.double({ noNaN: true }).map((any) => (any === 0 ? 0 : any)),
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("one"), { maxLength: 20 }),
      ),
    })).one;
    fc.assert(
      fc.property(value, (one) => {
        expect(unpackValues(packr.pack(one))).toEqual([one]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["an integer of 64 bits", [0xcf, 0, 0, 0, 1, 0, 0, 0, 0], 2 ** 32],
    ["a negative one", [0xd3, 255, 255, 255, 255, 255, 255, 255, 255], -1],
    ["a negative one of 8 bits", [0xd0, 0x80], -128],
    ["one of 16 bits", [0xd1, 0xff, 0x00], -256],
    ["a short float", [0xca, 0x3f, 0xc0, 0, 0], 1.5],
    ["a list of 32 bits", [0xdd, 0, 0, 0, 1, 7], [7]],
  ])("may be %s", (_, octets, value) => {
    expect(readOf(Uint8Array.from(octets))).toEqual([value]);
  });

  it("are refused by a RangeError where they are cut short", () => {
    const whole = packValues(["a text", 2 ** 40, [1, "é".repeat(40)], 70_000]);
    for (let length = 1; length < whole.length; length += 1) {
      const read = readOf(whole.subarray(0, length));
      if (read instanceof Error) expect(read).toBeInstanceOf(RangeError);
      else expect((read as unknown[]).length).toBeLessThan(4);
    }
  });

  it("are values or a RangeError, whatever octets they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        const read = readOf(octets);
        expect(Array.isArray(read) || read instanceof RangeError).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a list longer than the octets", [0xdd, 255, 255, 255, 255, 1]],
    ["a text longer than the octets", [0xdb, 255, 255, 255, 255, 65]],
    ["an integer no number holds", [0xcf, 255, 255, 255, 255, 255, 255, 255, 255]],
    ["a map", [0x81, 0xa1, 65, 1]],
  ])("are refused where they are %s", (_, octets) => {
    expect(readOf(Uint8Array.from(octets))).toBeInstanceOf(RangeError);
  });

  it("are refused where they are read as what they are not", () => {
    const packed = packValues(["text", 7]);
    expect(() => unpacking(packed, (from) => from.number())).toThrow(RangeError);
    expect(() => unpacking(packed, (from) => [from.text(), from.text()])).toThrow(RangeError);
    expect(unpacking(packed, (from) => [from.text(), from.number(), from.isEnd()])).toEqual([
      "text",
      7,
      true,
    ]);
  });
});

describe("octets among packed values", () => {
  it("come back as they were, also those that look like text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (octets) => {
        const read = unpackValues(packValues(["before", octets, 7]));
        expect(read).toEqual(["before", Buffer.from(octets), 7]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["8", [0xc4, 2, 0xff, 0]],
    ["16", [0xc5, 0, 2, 0xff, 0]],
    ["32", [0xc6, 0, 0, 0, 2, 0xff, 0]],
  ])("are read behind a length of %s bits", (_, octets) => {
    expect(readOf(Uint8Array.from(octets))).toEqual([Buffer.from([0xff, 0])]);
  });
});
