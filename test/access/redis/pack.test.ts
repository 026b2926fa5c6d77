import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packing, packValues } from "#access/redis/pack";
import { unpackValues } from "#access/redis/unpack";
import { type TestWorld, testWorld } from "../../setup/world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const number = fc
  .oneof(
    fc.maxSafeInteger(),
    fc.integer(),
    fc.nat(300),
    fc.nat(70_000),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((any) => (any === 0 ? 0 : any)); // packed there is one zero
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.integer({ min: 0, max: 70_000 }).map((length) => "x".repeat(length)),
);
const single = fc.oneof(number, text, fc.boolean());
const value = fc.oneof(
  single,
  fc.array(single, { maxLength: 40 }),
  fc.array(fc.array(single), { maxLength: 20 }),
);

describe("values packed one behind another", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        expect(unpackValues(packValues(values))).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });

  it("are read by scripts as they were", async () => {
    const echo =
      "local v = { cmsgpack.unpack(ARGV[1]) }; return { #v, v[1], string.format('%.17g', v[2]), v[3], v[4] }";
    await fc.assert(
      fc.asyncProperty(text, number, text, async (first, second, third) => {
        const packed = packValues([first, second, third, true]);
        const [count, one, two, three, four] = (await world.redis.eval(echo, 0, packed)) as unknown[];
        expect([count, one, Number(two), three, four]).toEqual([4, first, Number(second), third, 1]);
      }),
      { numRuns: 200 },
    );
  });

  it("may be the text of another value, whatever octets they come to", async () => {
    const packed = packing((to) => {
      to.text("before");
      const from = to.openText();
      to.value([1.5, "é", [true]]);
      to.closeText(from);
      to.number(7);
    });
    const [before, inner, after] = (await world.redis.callBuffer(
      "EVAL",
      "return { cmsgpack.unpack(ARGV[1]) }",
      0,
      packed,
    )) as [Buffer, Buffer, number];
    expect([String(before), unpackValues(inner), after]).toEqual(["before", [[1.5, "é", [true]]], 7]);
  });
});
