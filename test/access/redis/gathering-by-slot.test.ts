import { describe, expect, it } from "vitest";
import { gatheringBySlot } from "#access/redis/gathering-by-slot";

const asker = (isCluster: boolean) => {
  const calls: (readonly number[])[] = [];
  const ask = gatheringBySlot<number, number>(
    { isCluster },
    64,
    (item) => item % 2,
    async (items) => {
      calls.push(items);
      if (items.includes(13)) throw new Error("away");
      return items.map((item) => item * 10);
    },
  );
  return { ask, calls };
};

describe("what is asked of a Redis alone", () => {
  it("goes together whatever its hash tag", async () => {
    const { ask, calls } = asker(false);
    expect(await Promise.all([1, 2, 3, 4].map(ask))).toEqual([10, 20, 30, 40]);
    expect(calls).toEqual([[1, 2, 3, 4]]);
  });
});

describe("what is asked of a cluster", () => {
  it("goes together by hash tag", async () => {
    const { ask, calls } = asker(true);
    expect(await Promise.all([1, 2, 3, 4].map(ask))).toEqual([10, 20, 30, 40]);
    expect(calls).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it("does not fail with another hash tag's", async () => {
    const outcomes = await Promise.allSettled([11, 13, 14].map(asker(true).ask));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  });
});
